import { type BranchList, branchList, ENDPOINTS } from '@dartwing/protocol'
import { Controller, Get, Param, Query } from '@nestjs/common'
import { ApiBearerAuth, ApiQuery, ApiTags } from '@nestjs/swagger'
import { Caller } from '../access/access.guard.ts'
import { organisationFor } from '../access/membership.repository.ts'
import type { Account } from '../access/tokens.ts'
import { Answers } from '../platform/answers.ts'
import { Database } from '../platform/prisma/database.ts'
import { BranchesService } from './branches.service.ts'

@ApiTags('documents')
@ApiBearerAuth()
@Controller()
export class BranchesController {
  constructor(
    private readonly database: Database,
    private readonly branches: BranchesService,
  ) {}

  @Get(ENDPOINTS.documentBranches)
  @Answers(200, branchList, 'not_found')
  @ApiQuery({ name: 'org', required: false })
  async list(
    @Caller() account: Account,
    @Param('doctype') doctype: string,
    @Param('name') name: string,
    @Query('org') named: string | undefined,
  ): Promise<BranchList> {
    const org = await organisationFor(this.database, account, named)
    return this.branches.list(account, org, { doctype, name })
  }
}
