import { type DynamicModule, Module } from '@nestjs/common'
import { LoggerModule } from 'nestjs-pino'
import { AccessModule } from './access/access.module.ts'
import { ConflictsModule } from './conflicts/conflicts.module.ts'
import { FeedModule } from './feed/feed.module.ts'
import { FeedbackModule } from './feedback/feedback.module.ts'
import { FilesModule } from './files/files.module.ts'
import { HistoryModule } from './history/history.module.ts'
import { LifecycleModule } from './lifecycle/lifecycle.module.ts'
import { LinkedModule } from './linked/linked.module.ts'
import { NotificationsModule } from './notifications/notifications.module.ts'
import { OrganisationModule } from './organisation/organisation.module.ts'
import { OverviewModule } from './overview/overview.module.ts'
import { loggerOptions } from './platform/operations/logging.ts'
import { PlatformModule } from './platform/platform.module.ts'
import type { Settings } from './platform/settings.ts'
import { RealtimeModule } from './realtime/realtime.module.ts'
import { RulesModule } from './rules/rules.module.ts'
import { UpsertModule } from './upsert/upsert.module.ts'

@Module({})
export class AppModule {
  static with(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        LoggerModule.forRoot(loggerOptions(settings)),
        PlatformModule.with(settings),
        AccessModule,
        // In the order of the path a change takes.
        UpsertModule,
        FeedModule,
        RealtimeModule,
        ConflictsModule,
        HistoryModule,
        FeedbackModule,
        NotificationsModule,
        LinkedModule,
        FilesModule,
        LifecycleModule,
        OrganisationModule,
        OverviewModule,
        RulesModule,
      ],
    }
  }
}
