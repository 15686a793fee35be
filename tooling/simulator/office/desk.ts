import { addressOf, type ConflictDetail, conflictDetail, conflictList, ENDPOINTS } from '@dartwing/protocol'
import { ORG } from '../devices/slots.ts'
import type { Answer, Request } from '../server/server.ts'
import type { Random } from '../world/random.ts'
import type { Scheduler } from '../world/scheduler.ts'

export interface DeskWorld {
  readonly scheduler: Scheduler
  readonly random: Random
  readonly serve: (request: Request, from: string) => Promise<Answer>
  readonly token: () => Promise<string>
}

/** A person at a desk: opens what waits, decides, and sometimes takes it back. */
export class Desk {
  decided = 0
  readonly #world: DeskWorld

  constructor(world: DeskWorld) {
    this.#world = world
  }

  async act(): Promise<void> {
    if (this.#world.random.chance(0.15)) return this.#undo()
    const open = await this.#list('team')
    if (open.length === 0) return
    const { id } = this.#world.random.pick(open)
    const answer = await this.#ask('GET', addressOf(ENDPOINTS.conflict, { id }))
    const detail = conflictDetail.safeParse(JSON.parse(answer.body))
    if (!detail.success) return
    await this.#decide(detail.data)
  }

  async #decide(detail: ConflictDetail): Promise<void> {
    const path = addressOf(ENDPOINTS.conflictResolve, { id: detail.id })
    const body = decisionOn(detail, this.#world.random)
    const key = this.#world.random.uuid()
    const answer = await this.#ask('POST', path, { body, revision: detail.revision, key })
    if (answer.status === 200) this.decided += 1
    this.#world.scheduler.note(`desk: ${detail.kind} ${detail.id} ${JSON.stringify(body)} ${answer.status}`)
    // The answer was lost on the way: the same is asked again.
    if (this.#world.random.chance(0.3))
      await this.#ask('POST', path, { body, revision: detail.revision, key })
  }

  async #undo(): Promise<void> {
    const settled = [...(await this.#list('resolved')), ...(await this.#list('auto'))]
    if (settled.length === 0) return
    const { id, revision } = this.#world.random.pick(settled)
    const key = this.#world.random.uuid()
    const answer = await this.#ask('POST', addressOf(ENDPOINTS.conflictUndo, { id }), {
      body: { comment: null },
      revision,
      key,
    })
    this.#world.scheduler.note(`desk: undo ${id} ${answer.status}`)
  }

  async #list(view: string) {
    const answer = await this.#ask('GET', `${ENDPOINTS.conflicts}?view=${view}&limit=50`)
    const list = conflictList.safeParse(JSON.parse(answer.body))
    return list.success ? list.data.items : []
  }

  async #ask(
    method: 'GET' | 'POST',
    path: string,
    more: { body?: unknown; revision?: number; key?: string } = {},
  ): Promise<Answer> {
    const url = `${path}${path.includes('?') ? '&' : '?'}org=${ORG}`
    const headers: Record<string, string> = { authorization: `Bearer ${await this.#world.token()}` }
    if (more.body !== undefined) headers['content-type'] = 'application/json'
    if (more.revision !== undefined) headers['if-match'] = `"${more.revision}"`
    if (more.key !== undefined) headers['idempotency-key'] = more.key
    const body = more.body === undefined ? undefined : JSON.stringify(more.body)
    return this.#world.serve({ method, url, headers, body }, 'desk')
  }
}

/** Something a person may decide; that it is refused is an answer too. */
function decisionOn({ kind, fields_view }: ConflictDetail, random: Random) {
  const asked = fields_view.filter(({ disposition }) => disposition === 'needs_choice')
  const choices = Object.fromEntries(
    asked.map(({ name }) => [name, { pick: random.pick(['server', 'client'] as const) }]),
  )
  const choose = { action: 'choose', choices, comment: null }
  if (kind === 'slot_collision') {
    return random.pick([
      { action: 'cancel', target: random.pick(['this', 'other']), choices: {}, comment: null },
      { action: 'book_anyway', choices: {}, comment: null },
      choose,
    ])
  }
  if (kind === 'signature_review') {
    return random.pick([
      { action: 'accept_signature', choices, comment: null },
      { action: 'request_signature', choices: {}, comment: null },
      { action: 'reject_both', choices: {}, comment: null },
      choose,
    ])
  }
  return random.pick([choose, choose, { action: 'restore', choices: {}, comment: null }])
}
