import { addressOf, ENDPOINTS } from '@dartwing/protocol'
import { ORG } from '../devices/slots.ts'
import type { Stage } from '../run/stage.ts'
import type { Replica } from '../server/server.ts'
import type { Chaos } from '../world/chaos.ts'
import type { Random } from '../world/random.ts'
import type { Scheduler } from '../world/scheduler.ts'
import type { Person } from './person.ts'
import type { Site } from './site.ts'

const SECOND = 1_000

export interface ManagementWorld {
  readonly stage: Stage
  readonly scheduler: Scheduler
  readonly chaos: Chaos
  readonly random: Random
  readonly anyReplica: () => Replica
  readonly admin: Person
  readonly site: Site
}

interface MemberRow {
  readonly account_id: string
  readonly email: string
  readonly role: string
}

/** What happens to people's rights and to the server itself, and what its clocks do. */
export class Management {
  readonly #world: ManagementWorld
  #hasBackup = false

  constructor(world: ManagementWorld) {
    this.#world = world
  }

  async act(): Promise<void> {
    const { chaos, random, stage, scheduler } = this.#world
    await this.keepHouse()
    if (random.chance(0.15)) {
      await stage.owner.backUp()
      this.#hasBackup = true
    }
    if (chaos.strikes('role_change')) await this.#changeRole()
    if (chaos.strikes('disabled')) await this.#shutOut()
    if (chaos.strikes('signed_out')) await this.#signOut()
    if (chaos.strikes('site_changed')) this.#world.site.change()
    if (chaos.strikes('replica_restarted')) await this.#restart()
    if (chaos.strikes('clocks_apart')) this.#setClocksApart()
    if (chaos.strikes('night')) await this.#night()
    if (chaos.strikes('long_night')) await this.#purge()
    if (this.#hasBackup && chaos.strikes('restore')) {
      await stage.owner.restore()
      scheduler.note('the server was restored from its backup')
    }
  }

  /** The timer of conflicts, and the jobs that wait. */
  async keepHouse(): Promise<void> {
    const { stage, scheduler, anyReplica } = this.#world
    await stage.owner.setClock(scheduler.now())
    const replica = anyReplica()
    const settled = await replica.sweep()
    if (settled > 0) scheduler.note(`the timer settled ${settled}`)
    await replica.work()
  }

  /** Everybody may do again what they might at first, and the clocks agree. */
  async heal(): Promise<void> {
    for (const replica of this.#world.stage.replicas) replica.skewMs = 0
    await this.#world.stage.owner.client.query('UPDATE membership SET disabled_at = NULL')
  }

  /** One server goes, with all it keeps in memory, and another takes its place. */
  async #restart(): Promise<void> {
    const { stage, random, scheduler } = this.#world
    const place = random.int(0, stage.replicas.length - 1)
    await stage.restart(place)
    scheduler.note(`server ${place + 1} was restarted`)
  }

  /** Within what a token's times are looked at with. */
  #setClocksApart(): void {
    const { stage, random, scheduler } = this.#world
    for (const replica of stage.replicas) replica.skewMs = random.pick([-25, 0, 25]) * SECOND
    scheduler.note(`the servers' clocks are off by ${stage.replicas.map(({ skewMs }) => skewMs).join(', ')}`)
  }

  async #changeRole(): Promise<void> {
    const { random } = this.#world
    const email = random.pick(['tech.a@demo.test', 'tech.b@demo.test'])
    const { role, ...member } = await this.#memberOf(email)
    await this.#change(member, { role: role === 'technician' ? 'receptionist' : 'technician' })
  }

  async #shutOut(): Promise<void> {
    const { random, scheduler } = this.#world
    const email = random.pick(['tech.a@demo.test', 'tech.b@demo.test', 'reception@demo.test'])
    const member = await this.#memberOf(email)
    await this.#change(member, { disabled: true })
    scheduler.after(random.int(1, 48) * 3_600_000, () => this.#change(member, { disabled: false }))
  }

  async #change(
    { account_id, email }: Pick<MemberRow, 'account_id' | 'email'>,
    body: Readonly<Record<string, string | boolean>>,
  ): Promise<void> {
    const path = addressOf(ENDPOINTS.member, { account_id })
    const { status } = await this.#world.admin.ask('PATCH', path, { body })
    this.#world.scheduler.note(`admin: ${email} ${JSON.stringify(body)} ${status}`)
  }

  async #memberOf(email: string): Promise<MemberRow> {
    const { rows } = await this.#world.stage.owner.client.query<MemberRow>(
      `SELECT a.account_id::text AS account_id, a.email, m.role
       FROM membership m JOIN account a ON a.account_id = m.account_id WHERE m.org_id = $1 AND a.email = $2`,
      [ORG, email],
    )
    const [member] = rows
    if (member === undefined) throw new Error(`${email} is no member`)
    return member
  }

  async #signOut(): Promise<void> {
    const { stage, scheduler } = this.#world
    await stage.owner.client.query('UPDATE refresh_token SET revoked_at = $1 WHERE revoked_at IS NULL', [
      new Date(scheduler.now()).toISOString(),
    ])
    scheduler.note('everybody is signed out')
  }

  /** A month in one night: what was deleted before it is purged, read by everybody or not. */
  async #purge(): Promise<void> {
    await this.#world.stage.owner.client.query(
      `UPDATE document SET deleted_at = deleted_at - interval '31 days'
       WHERE deleted_at IS NOT NULL AND purged_at IS NULL`,
    )
    await this.#night()
  }

  async #night(): Promise<void> {
    const { scheduler, anyReplica } = this.#world
    const replica = anyReplica()
    await replica.night()
    await replica.work()
    scheduler.note('a night passed')
  }
}
