import { ENDPOINTS, type Timer, timer, timerRequest } from '@dartwing/protocol'
import { Body, Controller, Post, Query } from '@nestjs/common'
import { ApiBearerAuth, ApiBody, ApiQuery, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { Caller } from '../../access/access.guard.ts'
import { organisationFor } from '../../access/membership.repository.ts'
import type { Account } from '../../access/tokens.ts'
import { Answers } from '../../platform/answers.ts'
import { Database } from '../../platform/prisma/database.ts'
import { parse } from '../../platform/problem/problem.ts'
import { TimersService } from './timers.service.ts'

class TimerBody extends createZodDto(timerRequest) {}

/** The timers of DocTypes, for admins. */
@ApiTags('conflicts')
@ApiBearerAuth()
@ApiQuery({ name: 'org', required: false })
@Controller()
export class TimersController {
  constructor(
    private readonly database: Database,
    private readonly timers: TimersService,
  ) {}

  @Post(ENDPOINTS.timers)
  @Answers(200, timer, 'not_found', 'forbidden', 'invalid', 'malformed_request')
  @ApiBody({ type: TimerBody })
  async change(
    @Caller() account: Account,
    @Query('org') org: string | undefined,
    @Body() body: unknown,
  ): Promise<Timer> {
    const named = await organisationFor(this.database, account, org)
    return this.timers.change(account, named, parse(timerRequest, body))
  }
}
