import { type ActList, actList, actListQuery, ENDPOINTS } from '@dartwing/protocol'
import { Controller, Get, Query } from '@nestjs/common'
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { Caller } from '../../access/access.guard.ts'
import { organisationFor } from '../../access/membership.repository.ts'
import type { Account } from '../../access/tokens.ts'
import { Answers } from '../../platform/answers.ts'
import { Database } from '../../platform/prisma/database.ts'
import { parse } from '../../platform/problem/problem.ts'
import { ActsService } from './acts.service.ts'

class ActListParameters extends createZodDto(actListQuery) {}

@ApiTags('history')
@ApiBearerAuth()
@Controller()
export class ActsController {
  constructor(
    private readonly database: Database,
    private readonly acts: ActsService,
  ) {}

  @Get(ENDPOINTS.history)
  @Answers(200, actList, 'not_found', 'invalid_cursor', 'malformed_request')
  async list(@Caller() account: Account, @Query() query: ActListParameters): Promise<ActList> {
    const request = parse(actListQuery, query)
    return this.acts.list(account, await organisationFor(this.database, account, request.org), request)
  }
}
