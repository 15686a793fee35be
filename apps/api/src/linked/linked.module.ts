import { Module, type OnModuleInit } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import type { FastifyAdapter } from '@nestjs/platform-fastify'
import { MoveLinkedJob } from './move-linked.job.ts'
import { acceptRawWebhooks } from './raw-body.ts'
import { WebhookController } from './webhook.controller.ts'
import { WebhookService } from './webhook.service.ts'

/** Documents that others link to: a Frappe site may keep them, and those that link to them follow. */
@Module({ controllers: [WebhookController], providers: [MoveLinkedJob, WebhookService] })
export class LinkedModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  onModuleInit(): void {
    acceptRawWebhooks(this.host.httpAdapter.getInstance())
  }
}
