import {
  ENDPOINTS,
  type RecordedCase,
  type ReplayResponse,
  recordedCase,
  replayRequest,
  replayResponse,
  type SimulateResponse,
  simulateRequest,
  simulateResponse,
} from '@dartwing/protocol'
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common'
import { ApiBearerAuth, ApiBody, ApiQuery, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { z } from 'zod'
import { Caller } from '../access/access.guard.ts'
import { organisationFor } from '../access/membership.repository.ts'
import { SessionsService } from '../access/sessions/sessions.service.ts'
import type { Account } from '../access/tokens.ts'
import { Answers } from '../platform/answers.ts'
import { Database } from '../platform/prisma/database.ts'
import { ProblemException } from '../platform/problem/problem.ts'
import { WorkbenchService } from './workbench.service.ts'

class SimulateBody extends createZodDto(simulateRequest) {}
class ReplayBody extends createZodDto(replayRequest) {}

@ApiTags('rules')
@ApiBearerAuth()
@Controller()
export class WorkbenchController {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsService,
    private readonly workbench: WorkbenchService,
  ) {}

  @Post(ENDPOINTS.rulesSimulate)
  @Answers(200, simulateResponse, 'unknown_doctype', 'malformed_request', 'invalid', 'body_too_large')
  @ApiBody({ type: SimulateBody })
  async simulate(@Caller() account: Account, @Body() body: unknown): Promise<SimulateResponse> {
    await this.sessions.assertSignedIn(account)
    return this.workbench.simulate(body)
  }

  @Get(ENDPOINTS.rulesCase)
  @Answers(200, recordedCase, 'not_found')
  @ApiQuery({ name: 'org', required: false })
  async recordedCase(
    @Caller() account: Account,
    @Param('id') id: string,
    @Query('org') named: string | undefined,
  ): Promise<RecordedCase> {
    if (!z.uuid().safeParse(id).success) throw new ProblemException('not_found')
    return this.workbench.recordedCase(account, await organisationFor(this.database, account, named), id)
  }

  @Post(ENDPOINTS.rulesReplay)
  @Answers(200, replayResponse, 'not_found', 'forbidden', 'unknown_doctype', 'malformed_request', 'invalid')
  @ApiQuery({ name: 'org', required: false })
  @ApiBody({ type: ReplayBody })
  async replay(
    @Caller() account: Account,
    @Query('org') named: string | undefined,
    @Body() body: unknown,
  ): Promise<ReplayResponse> {
    return this.workbench.replay(account, await organisationFor(this.database, account, named), body)
  }
}
