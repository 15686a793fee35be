import { ENDPOINTS, type UpsertBatchResponse, upsertBatchRequest } from '@dartwing/protocol'
import { Body, Controller, HttpCode, Post } from '@nestjs/common'
import { ApiBearerAuth, ApiBody, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { Caller } from '../access/access.guard.ts'
import type { Account } from '../access/tokens.ts'
import { UpsertService } from './upsert.service.ts'

class UpsertBatchBody extends createZodDto(upsertBatchRequest) {}

@ApiTags('sync')
@ApiBearerAuth()
@Controller()
export class UpsertController {
  constructor(private readonly upsert: UpsertService) {}

  @Post(ENDPOINTS.upsertBatch)
  @HttpCode(200)
  @ApiBody({ type: UpsertBatchBody })
  async upsertBatch(
    @Caller() account: Account,
    @Body() body: unknown,
  ): Promise<{ message: UpsertBatchResponse }> {
    return { message: await this.upsert.apply(account, body) }
  }
}
