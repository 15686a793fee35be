import {
  ENDPOINTS,
  frappeDocument,
  WEBHOOK_SIGNATURE,
  type WebhookAnswer,
  webhookAnswer,
  webhookQuery,
} from '@dartwing/protocol'
import { Body, Controller, Headers, Ip, Param, Post, Query } from '@nestjs/common'
import { ApiBody, ApiHeader, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { Answers } from '../platform/answers.ts'
import { RateLimits } from '../platform/limits/rate-limits.ts'
import { parse } from '../platform/problem/problem.ts'
import { Public } from '../platform/public.ts'
import { WebhookService } from './webhook.service.ts'

class FrappeDocumentBody extends createZodDto(frappeDocument) {}
class WebhookParameters extends createZodDto(webhookQuery) {}

/** For the organisation's Frappe site. Nobody signs in here: the body is signed. */
@ApiTags('linked')
@Public()
@Controller()
export class WebhookController {
  constructor(
    private readonly webhook: WebhookService,
    private readonly limits: RateLimits,
  ) {}

  @Post(ENDPOINTS.frappeWebhook)
  @Answers(200, webhookAnswer, 'not_found', 'invalid_json', 'malformed_request', 'unknown_doctype')
  @ApiHeader({ name: WEBHOOK_SIGNATURE, description: 'base64 of HMAC-SHA256 over the body.' })
  @ApiBody({ type: FrappeDocumentBody })
  async receive(
    @Param('org') org: string,
    @Query() query: WebhookParameters,
    @Headers(WEBHOOK_SIGNATURE) signature: string | undefined,
    @Ip() address: string,
    @Body() body: unknown,
  ): Promise<WebhookAnswer> {
    await this.limits.webhook(org, address)
    const { event } = parse(webhookQuery, query)
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
    return this.webhook.receive({ org, event, signature: signature ?? '', body: bytes })
  }
}
