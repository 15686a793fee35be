import { type DynamicModule, Global, Module } from '@nestjs/common'
import { CommitEvents } from './events.ts'
import { RateLimits } from './limits/rate-limits.ts'
import { Metrics } from './metrics.ts'
import { Backlog } from './operations/backlog.ts'
import { Connections } from './operations/connections.ts'
import { OperationsController } from './operations/operations.controller.ts'
import { Peers } from './peers/peers.ts'
import { Database } from './prisma/database.ts'
import { JobRunner } from './queue/job-runner.ts'
import { Jobs } from './queue/jobs.ts'
import { SETTINGS, type Settings } from './settings.ts'

/** What every room stands on: settings, the database, events after commit, the queue, metrics. */
@Global()
@Module({})
export class PlatformModule {
  static with(settings: Settings): DynamicModule {
    const exports = [
      { provide: SETTINGS, useValue: settings },
      Database,
      CommitEvents,
      Metrics,
      Jobs,
      RateLimits,
    ]
    const providers = [...exports, Backlog, Connections, JobRunner, Peers]
    return { module: PlatformModule, controllers: [OperationsController], providers, exports }
  }
}
