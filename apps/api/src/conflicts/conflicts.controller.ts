import {
  type ConflictDetail,
  type ConflictList,
  conflictDetail,
  conflictList,
  conflictListQuery,
  ENDPOINTS,
  extendRequest,
  type PreviewResponse,
  previewResponse,
  type ResolveResponse,
  resolveRequest,
  resolveResponse,
  undoRequest,
} from '@dartwing/protocol'
import { Body, Controller, Get, Headers, Injectable, Param, Post, Query } from '@nestjs/common'
import { ApiBearerAuth, ApiBody, ApiHeader, ApiQuery, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { Caller } from '../access/access.guard.ts'
import { organisationFor } from '../access/membership.repository.ts'
import type { Account } from '../access/tokens.ts'
import { Answers } from '../platform/answers.ts'
import { Database } from '../platform/prisma/database.ts'
import { ConflictQueries } from './conflict-queries.ts'
import { ExtensionsService } from './deadline/extensions.service.ts'
import { conflictIdOf, guardOf } from './guarded-changes.ts'
import { ResolutionsService } from './resolutions.service.ts'
import { UndoService } from './undo/undo.service.ts'

class ConflictListParameters extends createZodDto(conflictListQuery.partial({ org: true })) {}
class ResolveBody extends createZodDto(resolveRequest) {}
class UndoBody extends createZodDto(undoRequest) {}
class ExtendBody extends createZodDto(extendRequest) {}

export const IF_MATCH = { name: 'If-Match', description: 'The revision that was looked at, in quotes.' }
export const KEY = {
  name: 'Idempotency-Key',
  description: 'One key for one decision, however often it is sent.',
}

/** What a decision about a conflict can meet. */
const DECISION = [
  'already_resolved',
  'auto_resolved',
  'invalid_choice',
  'invalid',
  'malformed_request',
] as const
export const GUARDED = ['revision_changed', 'precondition_required', 'idempotency_key_reuse'] as const

/** Conflicts, for people. */
@ApiTags('conflicts')
@ApiBearerAuth()
@ApiQuery({
  name: 'org',
  required: false,
  description: 'Needed by those who belong to several organisations.',
})
@Injectable()
@Controller()
export class ConflictsController {
  constructor(
    private readonly database: Database,
    private readonly queries: ConflictQueries,
    private readonly resolutions: ResolutionsService,
    private readonly undos: UndoService,
    private readonly extensions: ExtensionsService,
  ) {}

  @Get(ENDPOINTS.conflicts)
  @Answers(200, conflictList, 'not_found', 'malformed_request')
  async list(@Caller() account: Account, @Query() query: ConflictListParameters): Promise<ConflictList> {
    return this.queries.list(account, { ...query, org: await this.#org(account, query.org) })
  }

  @Get(ENDPOINTS.conflict)
  @Answers(200, conflictDetail, 'not_found')
  async detail(
    @Caller() account: Account,
    @Param('id') id: string,
    @Query('org') org: string | undefined,
  ): Promise<ConflictDetail> {
    return this.queries.detail(account, await this.#org(account, org), conflictIdOf(id))
  }

  @Post(ENDPOINTS.conflictPreview)
  @Answers(200, previewResponse, 'forbidden', 'not_found', ...DECISION, 'incomplete')
  @ApiBody({ type: ResolveBody })
  async preview(
    @Caller() account: Account,
    @Param('id') id: string,
    @Query('org') org: string | undefined,
    @Body() body: unknown,
  ): Promise<PreviewResponse> {
    return this.resolutions.preview(account, await this.#org(account, org), conflictIdOf(id), body)
  }

  @Post(ENDPOINTS.conflictResolve)
  @Answers(
    200,
    resolveResponse,
    'forbidden',
    'not_found',
    ...GUARDED,
    ...DECISION,
    'incomplete',
    'slot_taken',
  )
  @ApiHeader(IF_MATCH)
  @ApiHeader(KEY)
  @ApiBody({ type: ResolveBody })
  async resolve(
    @Caller() account: Account,
    @Param('id') id: string,
    @Query('org') org: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @Headers('idempotency-key') key: string | undefined,
    @Body() body: unknown,
  ): Promise<ResolveResponse> {
    return this.resolutions.resolve(
      account,
      await this.#org(account, org),
      conflictIdOf(id),
      guardOf(ifMatch, key),
      body,
    )
  }

  @Post(ENDPOINTS.conflictUndo)
  @Answers(
    200,
    resolveResponse,
    'forbidden',
    'not_found',
    ...GUARDED,
    'not_decided',
    'changed_since',
    'slot_taken',
  )
  @ApiHeader(IF_MATCH)
  @ApiHeader(KEY)
  @ApiBody({ type: UndoBody })
  async undo(
    @Caller() account: Account,
    @Param('id') id: string,
    @Query('org') org: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @Headers('idempotency-key') key: string | undefined,
    @Body() body: unknown,
  ): Promise<ResolveResponse> {
    return this.undos.undo(
      account,
      await this.#org(account, org),
      conflictIdOf(id),
      guardOf(ifMatch, key),
      body,
    )
  }

  @Post(ENDPOINTS.conflictExtend)
  @Answers(
    200,
    resolveResponse,
    'forbidden',
    'not_found',
    ...GUARDED,
    'already_resolved',
    'auto_resolved',
    'invalid',
  )
  @ApiHeader(IF_MATCH)
  @ApiHeader(KEY)
  @ApiBody({ type: ExtendBody })
  async extend(
    @Caller() account: Account,
    @Param('id') id: string,
    @Query('org') org: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @Headers('idempotency-key') key: string | undefined,
    @Body() body: unknown,
  ): Promise<ResolveResponse> {
    return this.extensions.extend(
      account,
      await this.#org(account, org),
      conflictIdOf(id),
      guardOf(ifMatch, key),
      body,
    )
  }

  #org(account: Account, named: string | undefined): Promise<string> {
    return organisationFor(this.database, account, named)
  }
}
