import { Injectable } from '@nestjs/common'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** What `/metrics` shows, under the names of the ecosystem's observability specification. */
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

  readonly requestSeconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 25],
    registers: [this.registry],
  })

  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }
}
