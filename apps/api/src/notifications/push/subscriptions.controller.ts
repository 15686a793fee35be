import { ENDPOINTS, pushSubscriptionReceipt, pushSubscriptionRequest } from '@dartwing/protocol'
import { Body, Controller, Delete, Param, Post, Query } from '@nestjs/common'
import { ApiBearerAuth, ApiQuery, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { z } from 'zod'
import { Caller } from '../../access/access.guard.ts'
import { organisationFor } from '../../access/membership.repository.ts'
import type { Account } from '../../access/tokens.ts'
import { Answers } from '../../platform/answers.ts'
import { Database } from '../../platform/prisma/database.ts'
import { parse } from '../../platform/problem/problem.ts'
import { SubscriptionsService } from './subscriptions.service.ts'

class SubscriptionBody extends createZodDto(pushSubscriptionRequest) {}

/** Browsers that want to be told also when no page is open. */
@ApiTags('notifications')
@ApiBearerAuth()
@ApiQuery({ name: 'org', required: false })
@Controller()
export class SubscriptionsController {
  constructor(
    private readonly database: Database,
    private readonly subscriptions: SubscriptionsService,
  ) {}

  @Post(ENDPOINTS.pushSubscriptions)
  @Answers(201, pushSubscriptionReceipt, 'not_found', 'invalid', 'malformed_request')
  async add(
    @Caller() account: Account,
    @Query('org') named: string | undefined,
    @Body() body: SubscriptionBody,
  ): Promise<{ id: string }> {
    const org = await organisationFor(this.database, account, named)
    return this.subscriptions.add(account, org, parse(pushSubscriptionRequest, body))
  }

  @Delete(ENDPOINTS.pushSubscription)
  @Answers(204, null, 'not_found', 'malformed_request')
  async remove(
    @Caller() account: Account,
    @Query('org') named: string | undefined,
    @Param('id') id: string,
  ): Promise<void> {
    const org = await organisationFor(this.database, account, named)
    await this.subscriptions.remove(account, org, parse(z.uuid(), id))
  }
}
