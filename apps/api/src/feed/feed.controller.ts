import { ENDPOINTS, feedPage, feedQuery, wrapped } from '@dartwing/protocol'
import { Controller, Get, Header, Query, Res } from '@nestjs/common'
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger'
import type { FastifyReply } from 'fastify'
import { createZodDto } from 'nestjs-zod'
import { Caller } from '../access/access.guard.ts'
import type { Account } from '../access/tokens.ts'
import { Answers } from '../platform/answers.ts'
import { LimitedAs } from '../platform/limits/limited-as.ts'
import { FeedService } from './feed.service.ts'

class FeedParameters extends createZodDto(feedQuery) {}

@ApiTags('sync')
@ApiBearerAuth()
@Controller()
export class FeedController {
  constructor(private readonly feed: FeedService) {}

  @Get(ENDPOINTS.feed)
  @LimitedAs('feed')
  @Answers(
    200,
    wrapped(feedPage),
    'not_found',
    'epoch_changed',
    'cursor_expired',
    'scope_changed',
    'invalid_cursor',
    'unknown_doctype',
    'malformed_request',
  )
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'no-store')
  async page(
    @Caller() account: Account,
    @Query() query: FeedParameters,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const reader = new AbortController()
    reply.raw.once('close', () => reader.abort())
    return this.feed.page(account, query, reader.signal)
  }
}
