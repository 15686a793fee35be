import { ENDPOINTS, feedQuery } from '@dartwing/protocol'
import { Controller, Get, Header, Query, Req } from '@nestjs/common'
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger'
import type { FastifyRequest } from 'fastify'
import { createZodDto } from 'nestjs-zod'
import { Caller } from '../access/access.guard.ts'
import type { Account } from '../access/tokens.ts'
import { FeedService } from './feed.service.ts'

class FeedParameters extends createZodDto(feedQuery) {}

@ApiTags('sync')
@ApiBearerAuth()
@Controller()
export class FeedController {
  constructor(private readonly feed: FeedService) {}

  @Get(ENDPOINTS.feed)
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'no-store')
  async page(
    @Caller() account: Account,
    @Query() query: FeedParameters,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    return this.feed.page(account, query, () => request.raw.destroyed)
  }
}
