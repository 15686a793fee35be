import { Injectable } from '@nestjs/common'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Committed } from './events.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * What `/metrics` shows, under the names of the ecosystem's observability specification. Labels are bounded:
 * registered DocTypes, codes, routes; never an organisation, a person or a name.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry()

  readonly operations = new Counter({
    name: 'sync_operations_total',
    help: 'Mutations received, by what became of them.',
    labelNames: ['doctype', 'status'],
    registers: [this.registry],
  })

  readonly conflicts = new Counter({
    name: 'sync_conflicts_total',
    help: 'Mutations for which a rule had to choose, or a person has to.',
    labelNames: ['doctype', 'strategy'],
    registers: [this.registry],
  })

  readonly batchSeconds = new Histogram({
    name: 'sync_duration_seconds',
    help: 'Time from receiving a batch to its answer.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  })

  readonly lagSeconds = new Histogram({
    name: 'sync_lag_seconds',
    help: 'Age of a change when it was accepted: since it was made on its device, by the clock of the device.',
    buckets: [
      1,
      5,
      30,
      MINUTE,
      5 * MINUTE,
      30 * MINUTE,
      HOUR,
      4 * HOUR,
      12 * HOUR,
      DAY,
      3 * DAY,
      7 * DAY,
      14 * DAY,
    ],
    registers: [this.registry],
  })

  readonly requestSeconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 25],
    registers: [this.registry],
  })

  readonly problems = new Counter({
    name: 'http_problems_total',
    help: 'Requests answered with a problem, by its code: refused sign-ins and rate limits are among them.',
    labelNames: ['code'],
    registers: [this.registry],
  })

  readonly manualResolutions = new Counter({
    name: 'manual_resolutions_total',
    help: 'Conflicts that a person decided.',
    labelNames: ['doctype'],
    registers: [this.registry],
  })

  readonly autoResolved = new Counter({
    name: 'auto_resolved_total',
    help: 'Conflicts settled without a person: by a rule, by the deadline, or because nothing was left to decide.',
    labelNames: ['reason'],
    registers: [this.registry],
  })

  readonly deadlineLateness = new Histogram({
    name: 'conflict_deadline_lateness_seconds',
    help: 'How long after its deadline a conflict was settled by it.',
    buckets: [1, 5, 15, 30, MINUTE, 5 * MINUTE, 30 * MINUTE, HOUR],
    registers: [this.registry],
  })

  readonly transactionFailures = new Counter({
    name: 'database_transaction_failures_total',
    help: 'Transactions that PostgreSQL ended, by SQLSTATE; collisions (40001, 40P01, 23505, 23P01) are run again.',
    labelNames: ['sqlstate'],
    registers: [this.registry],
  })

  readonly sockets = new Gauge({
    name: 'socketio_connections_total',
    help: 'Live connections to this process.',
    registers: [this.registry],
  })

  readonly rooms = new Gauge({
    name: 'socketio_rooms_total',
    help: 'Rooms that somebody connected to this process is in; each connection has one of its own too.',
    registers: [this.registry],
  })

  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }

  /** Who decided the conflicts that this process has closed: to be told once, where they were committed. */
  countDecisions({ conflicts }: Committed): void {
    for (const { change, conflict } of conflicts) {
      if (change === 'resolved') this.manualResolutions.inc({ doctype: conflict.doctype })
      else if (change === 'withdrawn') this.autoResolved.inc({ reason: 'moot' })
      else if (change === 'auto_resolved') this.#countAutomatic(conflict)
    }
  }

  #countAutomatic({ due_at, resolved_at }: Committed['conflicts'][number]['conflict']): void {
    // What a rule settles never had a deadline.
    this.autoResolved.inc({ reason: due_at === null ? 'rule' : 'deadline' })
    if (due_at === null || resolved_at === null) return
    this.deadlineLateness.observe(Math.max(0, Date.parse(resolved_at) - Date.parse(due_at)) / 1000)
  }
}
