import { ENDPOINTS, type Organisation, organisation, stageRequest } from '@dartwing/protocol'
import { Body, Controller, Get, Post, Query } from '@nestjs/common'
import { ApiBearerAuth, ApiQuery, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { Caller } from '../access/access.guard.ts'
import { organisationFor } from '../access/membership.repository.ts'
import type { Account } from '../access/tokens.ts'
import { Answers } from '../platform/answers.ts'
import { Database } from '../platform/prisma/database.ts'
import { parse } from '../platform/problem/problem.ts'
import { OrganisationService } from './organisation.service.ts'

class StageBody extends createZodDto(stageRequest) {}

@ApiTags('organisation')
@ApiBearerAuth()
@ApiQuery({ name: 'org', required: false })
@Controller()
export class OrganisationController {
  constructor(
    private readonly database: Database,
    private readonly organisations: OrganisationService,
  ) {}

  @Get(ENDPOINTS.organisation)
  @Answers(200, organisation, 'not_found', 'malformed_request')
  async organisation(
    @Caller() account: Account,
    @Query('org') named: string | undefined,
  ): Promise<Organisation> {
    return this.organisations.read(account, await organisationFor(this.database, account, named))
  }

  @Post(ENDPOINTS.organisationStage)
  @Answers(200, organisation, 'not_found', 'forbidden', 'stage_changed', 'malformed_request')
  async changeStage(
    @Caller() account: Account,
    @Query('org') named: string | undefined,
    @Body() body: StageBody,
  ): Promise<Organisation> {
    const org = await organisationFor(this.database, account, named)
    return this.organisations.changeStage(account, org, parse(stageRequest, body))
  }
}
