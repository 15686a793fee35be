import {
  ENDPOINTS,
  type UpsertBatchResponse,
  upsertBatchRequest,
  upsertBatchResponse,
  wrapped,
} from '@dartwing/protocol'
import { Body, Controller, Post } from '@nestjs/common'
import { ApiBearerAuth, ApiBody, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { Caller } from '../access/access.guard.ts'
import type { Account } from '../access/tokens.ts'
import { Answers } from '../platform/answers.ts'
import { LimitedAs } from '../platform/limits/limited-as.ts'
import { UpsertService } from './upsert.service.ts'

class UpsertBatchBody extends createZodDto(upsertBatchRequest) {}

@ApiTags('sync')
@ApiBearerAuth()
@Controller()
export class UpsertController {
  constructor(private readonly upsert: UpsertService) {}

  @Post(ENDPOINTS.upsertBatch)
  @LimitedAs('upload')
  @Answers(
    200,
    wrapped(upsertBatchResponse),
    'not_found',
    'epoch_changed',
    'resync_required',
    'batch_too_large',
    'malformed_request',
  )
  @ApiBody({ type: UpsertBatchBody })
  async upsertBatch(
    @Caller() account: Account,
    @Body() body: unknown,
  ): Promise<{ message: UpsertBatchResponse }> {
    return { message: await this.upsert.apply(account, body) }
  }
}
