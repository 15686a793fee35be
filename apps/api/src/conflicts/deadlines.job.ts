import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import { organisationIds } from '../access/membership.repository.ts'
import { CommitEvents } from '../platform/events.ts'
import { Metrics } from '../platform/metrics.ts'
import { Database } from '../platform/prisma/database.ts'
import { isTransient } from '../platform/prisma/sql-state.ts'
import { type DueConflict, dueConflicts } from './conflicts.repository.ts'
import { expire } from './deadline/expire.ts'
import { warnOfNear } from './deadline/near.ts'

const SWEEP_MS = 15_000
/** Conflicts of one organisation in one transaction. */
const CHUNK = 50

/**
 * Applies the fallback to conflicts whose deadline has passed. Deadlines are rows, not memory: any process
 * may sweep, and claiming a row, with its state, lets exactly one take effect.
 */
@Injectable()
export class DeadlinesJob implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('Deadlines')
  #timer: NodeJS.Timeout | undefined
  #running: Promise<number> | null = null
  #isStopping = false

  constructor(
    private readonly database: Database,
    private readonly events: CommitEvents,
    private readonly metrics: Metrics,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      // A sweep that takes longer than the interval is not overtaken by the next one.
      this.#running ??= this.sweep()
        .catch((error: unknown) => this.#failed(error))
        .finally(() => {
          this.#running = null
        })
    }, SWEEP_MS)
    this.#timer.unref()
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isStopping = true
    clearInterval(this.#timer)
    await this.#running
  }

  /**
   * One pass over what is due in every organisation, a chunk of each in turn, so that none waits for
   * another's ten thousand. Returns how many conflicts it settled or escalated.
   */
  async sweep(): Promise<number> {
    let count = 0
    const organisations = await this.database.acrossOrganisations(null, organisationIds)
    for (const org of organisations) await this.#warn(org)
    let places = organisations.map((org): Place => ({ org, after: null }))
    while (places.length > 0 && !this.#isStopping) {
      const next: Place[] = []
      for (const { org, after } of places) {
        const due = await this.database.inOrganisation(org, (tx) => dueConflicts(tx, org, after, CHUNK))
        const ids = due.map(({ conflict_id }) => conflict_id)
        if (ids.length > 0) count += await this.#expire(org, ids)
        const last = due.at(-1)
        if (due.length === CHUNK && last !== undefined) next.push({ org, after: last })
      }
      places = next
    }
    return count
  }

  /** Whatever becomes of warnings, deadlines are kept. */
  async #warn(org: string): Promise<void> {
    try {
      const warned = await this.database.inOrganisation(org, (tx, now) => warnOfNear(tx, org, now))
      if (warned !== null) this.events.publish(warned)
    } catch (error) {
      if (!isTransient(error)) this.#failed(error)
    }
  }

  /** A conflict that can not be settled must not keep its neighbours from it: then each is on its own. */
  async #expire(org: string, ids: readonly string[]): Promise<number> {
    try {
      const expired = await this.database.inOrganisation(org, (tx, now) => expire(tx, org, ids, now))
      if (expired === null) return 0
      this.events.publish(expired.committed)
      this.metrics.countDecisions(expired.committed)
      return expired.count
    } catch (error) {
      // Somebody was in the way: the next sweep is soon.
      if (isTransient(error)) return 0
      if (ids.length === 1) return this.#failed(error)
      let count = 0
      for (const id of ids) count += await this.#expire(org, [id])
      return count
    }
  }

  #failed(error: unknown): number {
    this.#log.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return 0
  }
}

interface Place {
  readonly org: string
  readonly after: DueConflict | null
}
