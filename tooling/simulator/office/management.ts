import { ORG } from '../devices/slots.ts'
import type { Stage } from '../run/stage.ts'
import type { Replica } from '../server/server.ts'
import type { Chaos } from '../world/chaos.ts'
import type { Random } from '../world/random.ts'
import type { Scheduler } from '../world/scheduler.ts'

export interface ManagementWorld {
  readonly stage: Stage
  readonly scheduler: Scheduler
  readonly chaos: Chaos
  readonly random: Random
  readonly anyReplica: () => Replica
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

  /** Everybody may do again what they might at first. */
  async heal(): Promise<void> {
    await this.#world.stage.owner.client.query('UPDATE membership SET disabled_at = NULL')
  }

  async #changeRole(): Promise<void> {
    const { stage, random, scheduler } = this.#world
    const email = random.pick(['tech.a@demo.test', 'tech.b@demo.test'])
    await stage.owner.client.query(
      `UPDATE membership m SET revision = revision + 1,
         role = CASE role WHEN 'technician' THEN 'receptionist' ELSE 'technician' END
       FROM account a WHERE a.account_id = m.account_id AND a.email = $1 AND m.org_id = $2`,
      [email, ORG],
    )
    scheduler.note(`${email} has another role`)
  }

  async #shutOut(): Promise<void> {
    const { stage, random, scheduler } = this.#world
    const email = random.pick(['tech.a@demo.test', 'tech.b@demo.test', 'reception@demo.test'])
    const at = new Date(scheduler.now()).toISOString()
    const set = (disabled: string | null) =>
      stage.owner.client.query(
        `UPDATE membership m SET disabled_at = $3 FROM account a
         WHERE a.account_id = m.account_id AND a.email = $1 AND m.org_id = $2`,
        [email, ORG, disabled],
      )
    await set(at)
    scheduler.note(`${email} is disabled`)
    scheduler.after(random.int(1, 48) * 3_600_000, async () => void (await set(null)))
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
