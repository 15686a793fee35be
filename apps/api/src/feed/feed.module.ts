import { Module } from '@nestjs/common'
import { CounterWatch } from './counter-watch.ts'
import { FeedController } from './feed.controller.ts'
import { FeedService } from './feed.service.ts'

/** What devices read: the organisation's changes since a cursor. */
@Module({ controllers: [FeedController], providers: [FeedService, CounterWatch] })
export class FeedModule {}
