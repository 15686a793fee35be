import { Readable } from 'node:stream'
import {
  ENDPOINTS,
  type Overview,
  type OverviewRows,
  overview,
  overviewExportQuery,
  overviewQuery,
  overviewRows,
  overviewRowsQuery,
} from '@dartwing/protocol'
import { Controller, Get, Query, StreamableFile } from '@nestjs/common'
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { Caller } from '../access/access.guard.ts'
import { organisationFor } from '../access/membership.repository.ts'
import type { Account } from '../access/tokens.ts'
import { Answers } from '../platform/answers.ts'
import { Database } from '../platform/prisma/database.ts'
import { parse } from '../platform/problem/problem.ts'
import { OverviewService } from './overview.service.ts'
import { RowsService } from './rows.service.ts'

class OverviewParameters extends createZodDto(overviewQuery) {}
class RowsParameters extends createZodDto(overviewRowsQuery) {}
class ExportParameters extends createZodDto(overviewExportQuery) {}

@ApiTags('overview')
@ApiBearerAuth()
@Controller()
export class OverviewController {
  constructor(
    private readonly database: Database,
    private readonly overviews: OverviewService,
    private readonly rows: RowsService,
  ) {}

  @Get(ENDPOINTS.overview)
  @Answers(200, overview, 'not_found', 'forbidden', 'malformed_request')
  async overview(@Caller() account: Account, @Query() query: OverviewParameters): Promise<Overview> {
    const { org } = parse(overviewQuery, query)
    return this.overviews.read(account, await organisationFor(this.database, account, org))
  }

  @Get(ENDPOINTS.overviewRows)
  @Answers(200, overviewRows, 'not_found', 'forbidden', 'invalid_cursor', 'malformed_request')
  async rowsBehind(@Caller() account: Account, @Query() query: RowsParameters): Promise<OverviewRows> {
    const request = parse(overviewRowsQuery, query)
    return this.rows.page(account, await organisationFor(this.database, account, request.org), request)
  }

  @Get(ENDPOINTS.overviewExport)
  @ApiOkResponse({ description: 'The rows', content: { 'text/csv': { schema: { type: 'string' } } } })
  @Answers(200, null, 'not_found', 'forbidden', 'malformed_request')
  async export(@Caller() account: Account, @Query() query: ExportParameters): Promise<StreamableFile> {
    const request = parse(overviewExportQuery, query)
    const org = await organisationFor(this.database, account, request.org)
    const lines = await this.rows.export(account, org, request)
    return new StreamableFile(Readable.from(lines, { objectMode: false }), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="${request.table}.csv"`,
    })
  }
}
