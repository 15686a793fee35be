import { type Digest, digest, digestSeenRequest, ENDPOINTS } from '@dartwing/protocol'
import { Body, Controller, Get, Post, Query } from '@nestjs/common'
import { ApiBearerAuth, ApiQuery, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { Caller } from '../../access/access.guard.ts'
import { organisationFor } from '../../access/membership.repository.ts'
import type { Account } from '../../access/tokens.ts'
import { Answers } from '../../platform/answers.ts'
import { Database } from '../../platform/prisma/database.ts'
import { parse } from '../../platform/problem/problem.ts'
import { DigestService } from './digest.service.ts'

class DigestSeenBody extends createZodDto(digestSeenRequest) {}

@ApiTags('history')
@ApiBearerAuth()
@ApiQuery({ name: 'org', required: false })
@Controller()
export class DigestController {
  constructor(
    private readonly database: Database,
    private readonly digests: DigestService,
  ) {}

  @Get(ENDPOINTS.digest)
  @Answers(200, digest, 'not_found', 'malformed_request')
  async read(@Caller() account: Account, @Query('org') named: string | undefined): Promise<Digest> {
    return this.digests.read(account, await organisationFor(this.database, account, named))
  }

  @Post(ENDPOINTS.digestSeen)
  @Answers(204, null, 'not_found', 'malformed_request')
  async remember(
    @Caller() account: Account,
    @Query('org') named: string | undefined,
    @Body() body: DigestSeenBody,
  ): Promise<void> {
    const org = await organisationFor(this.database, account, named)
    await this.digests.remember(account, org, parse(digestSeenRequest, body))
  }
}
