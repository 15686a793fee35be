import { Injectable } from '@nestjs/common'
import { Gauge } from 'prom-client'
import { Metrics } from '../metrics.ts'
import { type BacklogNumbers, readBacklog } from '../prisma/backlog.sql.ts'
import { Database } from '../prisma/database.ts'

/** Several scrapers, and one that is impatient, cost one look. */
const KEPT_MS = 5_000
/** A database that does not answer must not keep the scrape from saying so. */
const PATIENCE_MS = 5_000

/**
 * What waits, for every organisation together: looked up when somebody asks for it. Every process shows the same
 * numbers, so a sum over processes means nothing. Without the database they are not a number, not zero.
 */
@Injectable()
export class Backlog {
  readonly #database: Database
  #look: { readonly at: number; readonly numbers: Promise<BacklogNumbers | null> } | undefined

  constructor(database: Database, { registry }: Metrics) {
    this.#database = database
    for (const { name, help, of } of GAUGES) {
      const read = () => this.read()
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          const numbers = await read()
          this.set(of(numbers))
        },
      })
    }
    new Gauge({
      name: 'database_connections',
      help: 'Connections of this process to PostgreSQL, and those who wait for one.',
      labelNames: ['state'],
      registers: [registry],
      collect() {
        for (const [state, count] of Object.entries(database.connections)) this.set({ state }, count)
      },
    })
  }

  /** null when the database does not answer in time. */
  read(): Promise<BacklogNumbers | null> {
    const now = performance.now()
    if (this.#look === undefined || now - this.#look.at > KEPT_MS) {
      this.#look = { at: now, numbers: this.#readInTime() }
    }
    return this.#look.numbers
  }

  async #readInTime(): Promise<BacklogNumbers | null> {
    let timer: NodeJS.Timeout | undefined
    const timeUp = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, null)
    })
    try {
      return await Promise.race([
        this.#database.acrossOrganisations(null, readBacklog).catch(() => null),
        timeUp,
      ])
    } finally {
      clearTimeout(timer)
    }
  }
}

interface GaugeOf {
  readonly name: string
  readonly help: string
  readonly of: (numbers: BacklogNumbers | null) => number
}

const GAUGES: readonly GaugeOf[] = [
  {
    name: 'sync_queue_depth',
    help: 'Jobs that could be done now and are not.',
    of: (numbers) => numbers?.jobs_waiting ?? Number.NaN,
  },
  {
    name: 'sync_queue_oldest_seconds',
    help: 'How long the first of these jobs has waited.',
    of: (numbers) => numbers?.oldest_job_seconds ?? Number.NaN,
  },
  {
    name: 'sync_queue_failed',
    help: 'Jobs that failed every time and are not tried again.',
    of: (numbers) => numbers?.jobs_failed ?? Number.NaN,
  },
  {
    name: 'sync_conflicts_open',
    help: 'Conflicts that wait for a person.',
    of: (numbers) => numbers?.conflicts_open ?? Number.NaN,
  },
  {
    name: 'sync_conflicts_overdue',
    help: 'Open conflicts whose deadline has passed without effect.',
    of: (numbers) => numbers?.conflicts_overdue ?? Number.NaN,
  },
  {
    name: 'sync_conflicts_oldest_overdue_seconds',
    help: 'How long the deadline of the first of these has passed.',
    of: (numbers) => numbers?.oldest_overdue_seconds ?? Number.NaN,
  },
  {
    name: 'database_reachable',
    help: '1 when PostgreSQL answers this process.',
    of: (numbers) => (numbers === null ? 0 : 1),
  },
]
