import { ENDPOINTS, type FeedRow } from '@dartwing/protocol'
import { docTypeRule } from '@dartwing/rules'
import { Controller, Get, Param, Query } from '@nestjs/common'
import { ApiBearerAuth, ApiQuery, ApiTags } from '@nestjs/swagger'
import { Caller } from '../access/access.guard.ts'
import { memberOf, organisationFor } from '../access/membership.repository.ts'
import { isPersonal, may } from '../access/rights.ts'
import type { Account } from '../access/tokens.ts'
import { Database } from '../platform/prisma/database.ts'
import { ProblemException } from '../platform/problem/problem.ts'
import { openConflictsOf } from '../store/conflicts.sql.ts'
import { readDocument } from '../store/documents.sql.ts'
import { keyOf } from '../store/stored-document.ts'
import { toFeedRow } from '../store/to-feed-row.ts'
import { whyUnstorable } from '../store/values/storable.ts'

/** One document as it is now. */
@ApiTags('documents')
@ApiBearerAuth()
@Controller()
export class DocumentsController {
  constructor(private readonly database: Database) {}

  @Get(ENDPOINTS.document)
  @ApiQuery({ name: 'org', required: false })
  async document(
    @Caller() account: Account,
    @Param('doctype') doctype: string,
    @Param('name') name: string,
    @Query('org') named: string | undefined,
  ): Promise<FeedRow> {
    const org = await organisationFor(this.database, account, named)
    return this.database.inOrganisation(org, async (tx) => {
      const member = await memberOf(tx, org, account)
      const rule = docTypeRule(doctype)
      if (rule === undefined || !may(rule, member.role, 'read') || whyUnstorable(name) !== null) {
        throw new ProblemException('not_found')
      }
      const key = { doctype, name }
      const document = await readDocument(tx, org, key)
      if (document === undefined) throw new ProblemException('not_found')
      if (isPersonal(rule, member.role) && !document.audience.includes(member.email)) {
        throw new ProblemException('not_found')
      }
      const open = await openConflictsOf(tx, org, [key])
      return toFeedRow(document, open.get(keyOf(doctype, name)) ?? null)
    })
  }
}
