import {
  type AuditList,
  auditList,
  auditQuery,
  ENDPOINTS,
  inviteRequest,
  type MemberLink,
  type MemberList,
  type MemberView,
  member,
  memberChange,
  memberLink,
  memberList,
  memberListQuery,
} from '@dartwing/protocol'
import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common'
import { ApiBearerAuth, ApiQuery, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { z } from 'zod'
import { Answers } from '../../platform/answers.ts'
import { Database } from '../../platform/prisma/database.ts'
import { ProblemException, parse } from '../../platform/problem/problem.ts'
import { Caller } from '../access.guard.ts'
import { organisationFor } from '../membership.repository.ts'
import type { Account } from '../tokens.ts'
import { MembersService } from './members.service.ts'

class MemberListParameters extends createZodDto(memberListQuery) {}
class AuditParameters extends createZodDto(auditQuery) {}
class InviteBody extends createZodDto(inviteRequest) {}
class ChangeBody extends createZodDto(memberChange) {}

const ORG = {
  name: 'org',
  required: false,
  description: 'Needed by those who belong to several organisations.',
}
const accountId = z.uuid()

/** Who belongs to an organisation: for its admins. */
@ApiTags('members')
@ApiBearerAuth()
@Controller()
export class MembersController {
  constructor(
    private readonly database: Database,
    private readonly members: MembersService,
  ) {}

  @Get(ENDPOINTS.members)
  @Answers(200, memberList, 'forbidden', 'not_found', 'invalid_cursor', 'malformed_request')
  async list(@Caller() account: Account, @Query() query: MemberListParameters): Promise<MemberList> {
    const request = parse(memberListQuery, query)
    return this.members.list(account, await this.#org(account, request.org), request)
  }

  @Post(ENDPOINTS.members)
  @ApiQuery(ORG)
  @Answers(201, memberLink, 'already_member', 'forbidden', 'not_found', 'malformed_request')
  async invite(
    @Caller() account: Account,
    @Query('org') org: string | undefined,
    @Body() body: InviteBody,
  ): Promise<MemberLink> {
    const request = parse(inviteRequest, body)
    return this.members.invite(account, await this.#org(account, org), request)
  }

  @Patch(ENDPOINTS.member)
  @ApiQuery(ORG)
  @Answers(200, member, 'last_admin', 'forbidden', 'not_found', 'malformed_request')
  async change(
    @Caller() account: Account,
    @Param('account_id') id: string,
    @Query('org') org: string | undefined,
    @Body() body: ChangeBody,
  ): Promise<MemberView> {
    const change = parse(memberChange, body)
    return this.members.change(account, await this.#org(account, org), known(id), change)
  }

  @Post(ENDPOINTS.memberLink)
  @ApiQuery(ORG)
  @Answers(201, memberLink, 'belongs_elsewhere', 'forbidden', 'not_found')
  async link(
    @Caller() account: Account,
    @Param('account_id') id: string,
    @Query('org') org: string | undefined,
  ): Promise<MemberLink> {
    return this.members.link(account, await this.#org(account, org), known(id))
  }

  @Get(ENDPOINTS.audit)
  @Answers(200, auditList, 'forbidden', 'not_found', 'invalid_cursor', 'malformed_request')
  async audit(@Caller() account: Account, @Query() query: AuditParameters): Promise<AuditList> {
    const request = parse(auditQuery, query)
    return this.members.audit(account, await this.#org(account, request.org), request)
  }

  #org(account: Account, named: string | undefined): Promise<string> {
    return organisationFor(this.database, account, named)
  }
}

/** An id that is no id is nobody's. */
function known(id: string): string {
  if (!accountId.safeParse(id).success) throw new ProblemException('not_found')
  return id
}
