import { type BulkResponse, bulkRequest, bulkResponse, ENDPOINTS } from '@dartwing/protocol'
import { Body, Controller, Injectable, Post, Query } from '@nestjs/common'
import { ApiBearerAuth, ApiBody, ApiQuery, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { Caller } from '../../access/access.guard.ts'
import { organisationFor } from '../../access/membership.repository.ts'
import type { Account } from '../../access/tokens.ts'
import { Answers } from '../../platform/answers.ts'
import { Database } from '../../platform/prisma/database.ts'
import { BulkService } from './bulk.service.ts'

class BulkBody extends createZodDto(bulkRequest) {}

/** Many decisions in one call. */
@ApiTags('conflicts')
@ApiBearerAuth()
@Injectable()
@Controller()
export class BulkController {
  constructor(
    private readonly database: Database,
    private readonly bulk: BulkService,
  ) {}

  @Post(ENDPOINTS.conflictsBulk)
  @Answers(200, bulkResponse, 'not_found', 'malformed_request')
  @ApiQuery({
    name: 'org',
    required: false,
    description: 'Needed by those who belong to several organisations.',
  })
  @ApiBody({ type: BulkBody })
  async apply(
    @Caller() account: Account,
    @Query('org') org: string | undefined,
    @Body() body: unknown,
  ): Promise<BulkResponse> {
    return this.bulk.apply(account, await organisationFor(this.database, account, org), body)
  }
}
