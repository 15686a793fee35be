import { Module } from '@nestjs/common'
import { FeedbackController } from './feedback.controller.ts'
import { FeedbackService } from './feedback.service.ts'

/** How it went, in one question after a conflict; and what people say was lost. */
@Module({ controllers: [FeedbackController], providers: [FeedbackService] })
export class FeedbackModule {}
