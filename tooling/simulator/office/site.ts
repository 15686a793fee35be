import { createHmac } from 'node:crypto'
import { addressOf, ENDPOINTS, WEBHOOK_SIGNATURE } from '@dartwing/protocol'
import { ORG } from '../devices/slots.ts'
import type { Answer, Request } from '../server/server.ts'
import type { Random } from '../world/random.ts'
import type { Scheduler } from '../world/scheduler.ts'

const MINUTE = 60_000
/** Fields that nobody changes but the site. */
const TOLD = [
  { doctype: 'Customer', name: 'CUST-1', field: 'customer_name' },
  { doctype: 'Address', name: 'ADDR-1', field: 'address_line1' },
] as const

export interface SiteWorld {
  readonly scheduler: Scheduler
  readonly random: Random
  readonly serve: (request: Request, from: string) => Promise<Answer>
  readonly secret: string
}

/** The organisation's Frappe site: tells about its records, also twice, late, and in another order. */
export class Site {
  /** What each record must say in the end, as the site sees it. */
  readonly said = new Map<string, { readonly field: string; readonly value: string }>()
  readonly #world: SiteWorld
  #changes = 0

  constructor(world: SiteWorld) {
    this.#world = world
  }

  change(): void {
    const { scheduler, random } = this.#world
    this.#changes += 1
    const { doctype, name, field } = random.pick(TOLD)
    const value = `site-${this.#changes}`
    this.said.set(`${doctype} ${name}`, { field, value })
    const modified = `${new Date(scheduler.now()).toISOString().slice(0, 19).replace('T', ' ')}.${String(this.#changes).padStart(6, '0')}`
    const body = JSON.stringify({ doctype, name, modified, [field]: value })
    scheduler.after(random.pick([100, 5_000, 5 * MINUTE]), () => this.#deliver(body))
    if (random.chance(0.3)) scheduler.after(random.int(1_000, 20 * MINUTE), () => this.#deliver(body))
  }

  /** What was not taken is told again, as the site's own queue does. */
  async #deliver(body: string): Promise<void> {
    const { scheduler, serve, secret } = this.#world
    const signature = createHmac('sha256', secret).update(body).digest('base64')
    const headers = { 'content-type': 'application/json', [WEBHOOK_SIGNATURE]: signature }
    const url = addressOf(ENDPOINTS.frappeWebhook, { org: ORG })
    const answer = await serve({ method: 'POST', url, headers, body }, 'site')
    scheduler.note(`site: ${body} ${answer.status} ${answer.status === 200 ? answer.body : ''}`)
    if (answer.status !== 200) scheduler.after(MINUTE, () => this.#deliver(body))
  }
}
