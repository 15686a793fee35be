import { Module } from '@nestjs/common'
import { NotificationsController } from './notifications.controller.ts'
import { NotificationsService } from './notifications.service.ts'
import { PushJob } from './push/push.job.ts'
import { SubscriptionsController } from './push/subscriptions.controller.ts'
import { SubscriptionsService } from './push/subscriptions.service.ts'
import { Vapid } from './push/vapid.ts'

/** A person's own list of what they should know, and the same on browsers that have no page open. */
@Module({
  controllers: [NotificationsController, SubscriptionsController],
  providers: [NotificationsService, SubscriptionsService, PushJob, Vapid],
})
export class NotificationsModule {}
