import {
  type DocumentVersion,
  documentVersion,
  ENDPOINTS,
  type FeedRow,
  feedRow,
  type HistoryPage,
  historyPage,
  historyQuery,
} from '@dartwing/protocol'
import { Controller, Get, Param, Query } from '@nestjs/common'
import { ApiBearerAuth, ApiQuery, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { Caller } from '../access/access.guard.ts'
import { organisationFor } from '../access/membership.repository.ts'
import type { Account } from '../access/tokens.ts'
import { Answers } from '../platform/answers.ts'
import { Database } from '../platform/prisma/database.ts'
import { ProblemException, parse } from '../platform/problem/problem.ts'
import { toFeedRow } from '../store/to-feed-row.ts'
import { HistoryService } from './history.service.ts'
import { visibleDocument } from './visible-document.ts'

class HistoryParameters extends createZodDto(historyQuery) {}

/** One document: as it is now, how it came to be so, and as it was. */
@ApiTags('documents')
@ApiBearerAuth()
@Controller()
export class DocumentsController {
  constructor(
    private readonly database: Database,
    private readonly histories: HistoryService,
  ) {}

  @Get(ENDPOINTS.document)
  @Answers(200, feedRow, 'not_found')
  @ApiQuery({ name: 'org', required: false })
  async document(
    @Caller() account: Account,
    @Param('doctype') doctype: string,
    @Param('name') name: string,
    @Query('org') named: string | undefined,
  ): Promise<FeedRow> {
    const org = await organisationFor(this.database, account, named)
    const key = { doctype, name }
    return this.database.inOrganisation(org, async (tx) => {
      const { document } = await visibleDocument(tx, account, org, key)
      return toFeedRow(document)
    })
  }

  @Get(ENDPOINTS.documentHistory)
  @Answers(200, historyPage, 'not_found', 'malformed_request')
  async history(
    @Caller() account: Account,
    @Param('doctype') doctype: string,
    @Param('name') name: string,
    @Query() query: HistoryParameters,
  ): Promise<HistoryPage> {
    const request = parse(historyQuery, query)
    const org = await organisationFor(this.database, account, request.org)
    return this.histories.page(account, org, { doctype, name }, request)
  }

  @Get(ENDPOINTS.documentVersion)
  @Answers(200, documentVersion, 'not_found')
  @ApiQuery({ name: 'org', required: false })
  async version(
    @Caller() account: Account,
    @Param('doctype') doctype: string,
    @Param('name') name: string,
    @Param('version') version: string,
    @Query('org') named: string | undefined,
  ): Promise<DocumentVersion> {
    if (!/^[1-9]\d{0,8}$/.test(version)) throw new ProblemException('not_found')
    const org = await organisationFor(this.database, account, named)
    return this.histories.version(account, org, { doctype, name }, Number(version))
  }
}
