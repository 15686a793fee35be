import {
  ENDPOINTS,
  type FeedbackReceipt,
  type FeedbackState,
  feedbackReceipt,
  feedbackRequest,
  feedbackState,
} from '@dartwing/protocol'
import { Body, Controller, Get, Post, Query } from '@nestjs/common'
import { ApiBearerAuth, ApiQuery, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { Caller } from '../access/access.guard.ts'
import { organisationFor } from '../access/membership.repository.ts'
import type { Account } from '../access/tokens.ts'
import { Answers } from '../platform/answers.ts'
import { Database } from '../platform/prisma/database.ts'
import { parse } from '../platform/problem/problem.ts'
import { FeedbackService } from './feedback.service.ts'

class FeedbackBody extends createZodDto(feedbackRequest) {}

@ApiTags('feedback')
@ApiBearerAuth()
@ApiQuery({ name: 'org', required: false })
@Controller()
export class FeedbackController {
  constructor(
    private readonly database: Database,
    private readonly feedbacks: FeedbackService,
  ) {}

  @Get(ENDPOINTS.feedback)
  @Answers(200, feedbackState, 'not_found', 'malformed_request')
  async state(@Caller() account: Account, @Query('org') named: string | undefined): Promise<FeedbackState> {
    return this.feedbacks.state(account, await organisationFor(this.database, account, named))
  }

  @Post(ENDPOINTS.feedback)
  @Answers(201, feedbackReceipt, 'not_found', 'malformed_request')
  async say(
    @Caller() account: Account,
    @Query('org') named: string | undefined,
    @Body() body: FeedbackBody,
  ): Promise<FeedbackReceipt> {
    const org = await organisationFor(this.database, account, named)
    return this.feedbacks.say(account, org, parse(feedbackRequest, body))
  }
}
