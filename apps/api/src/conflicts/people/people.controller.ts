import {
  type AssigneeList,
  assigneeList,
  type ClaimResponse,
  claimRequest,
  claimResponse,
  ENDPOINTS,
  type ResolveResponse,
  reassignRequest,
  releaseRequest,
  resolveResponse,
} from '@dartwing/protocol'
import { Body, Controller, Get, Headers, Injectable, Param, Post, Query } from '@nestjs/common'
import { ApiBearerAuth, ApiBody, ApiHeader, ApiQuery, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { Caller } from '../../access/access.guard.ts'
import { organisationFor } from '../../access/membership.repository.ts'
import type { Account } from '../../access/tokens.ts'
import { Answers } from '../../platform/answers.ts'
import { Database } from '../../platform/prisma/database.ts'
import { GUARDED, IF_MATCH, KEY } from '../conflicts.controller.ts'
import { conflictIdOf, guardOf } from '../guarded-changes.ts'
import { AssignmentsService } from './assignments.service.ts'
import { PresenceService } from './presence.service.ts'

class ReassignBody extends createZodDto(reassignRequest) {}
class ClaimBody extends createZodDto(claimRequest) {}
class ReleaseBody extends createZodDto(releaseRequest) {}

const DECIDED = ['already_resolved', 'auto_resolved'] as const

/** Who is to decide, and who is looking. */
@ApiTags('conflicts')
@ApiBearerAuth()
@ApiQuery({
  name: 'org',
  required: false,
  description: 'Needed by those who belong to several organisations.',
})
@Injectable()
@Controller()
export class PeopleController {
  constructor(
    private readonly database: Database,
    private readonly assignments: AssignmentsService,
    private readonly presence: PresenceService,
  ) {}

  @Get(ENDPOINTS.conflictAssignees)
  @Answers(200, assigneeList, 'forbidden', 'not_found', 'malformed_request')
  @ApiQuery({ name: 'q', required: false, description: 'A part of the name or the address.' })
  async assignees(
    @Caller() account: Account,
    @Param('id') id: string,
    @Query('org') org: string | undefined,
    @Query('q') q: string | undefined,
  ): Promise<AssigneeList> {
    return this.assignments.list(account, await this.#org(account, org), conflictIdOf(id), { q })
  }

  @Post(ENDPOINTS.conflictReassign)
  @Answers(
    200,
    resolveResponse,
    'forbidden',
    'not_found',
    ...GUARDED,
    ...DECIDED,
    'invalid',
    'malformed_request',
  )
  @ApiHeader(IF_MATCH)
  @ApiHeader(KEY)
  @ApiBody({ type: ReassignBody })
  async reassign(
    @Caller() account: Account,
    @Param('id') id: string,
    @Query('org') org: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @Headers('idempotency-key') key: string | undefined,
    @Body() body: unknown,
  ): Promise<ResolveResponse> {
    return this.assignments.reassign(
      account,
      await this.#org(account, org),
      conflictIdOf(id),
      guardOf(ifMatch, key),
      body,
    )
  }

  @Post(ENDPOINTS.conflictClaim)
  @Answers(200, claimResponse, 'forbidden', 'not_found', ...DECIDED, 'malformed_request')
  @ApiBody({ type: ClaimBody })
  async claim(
    @Caller() account: Account,
    @Param('id') id: string,
    @Query('org') org: string | undefined,
    @Body() body: unknown,
  ): Promise<ClaimResponse> {
    return this.presence.claim(account, await this.#org(account, org), conflictIdOf(id), body)
  }

  @Post(ENDPOINTS.conflictRelease)
  @Answers(200, claimResponse, 'not_found', 'malformed_request')
  @ApiBody({ type: ReleaseBody })
  async release(
    @Caller() account: Account,
    @Param('id') id: string,
    @Query('org') org: string | undefined,
    @Body() body: unknown,
  ): Promise<ClaimResponse> {
    return this.presence.release(account, await this.#org(account, org), conflictIdOf(id), body)
  }

  #org(account: Account, named: string | undefined): Promise<string> {
    return organisationFor(this.database, account, named)
  }
}
