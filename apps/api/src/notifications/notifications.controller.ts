import {
  ENDPOINTS,
  type NotificationPage,
  type NotificationSettings,
  notificationPage,
  notificationQuery,
  notificationSettings,
  notificationSettingsRequest,
  notificationsSeenRequest,
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
import { NotificationsService } from './notifications.service.ts'

class SeenBody extends createZodDto(notificationsSeenRequest) {}
class SettingsBody extends createZodDto(notificationSettingsRequest) {}

@ApiTags('notifications')
@ApiBearerAuth()
@ApiQuery({ name: 'org', required: false })
@Controller()
export class NotificationsController {
  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationsService,
  ) {}

  @Get(ENDPOINTS.notifications)
  @Answers(200, notificationPage, 'not_found', 'invalid_cursor', 'malformed_request')
  @ApiQuery({ name: 'cursor', required: false })
  @ApiQuery({ name: 'limit', required: false })
  async list(
    @Caller() account: Account,
    @Query('org') named: string | undefined,
    @Query('cursor') cursor: string | undefined,
    @Query('limit') limit: string | undefined,
  ): Promise<NotificationPage> {
    const org = await organisationFor(this.database, account, named)
    return this.notifications.list(account, org, parse(notificationQuery, { cursor, limit }))
  }

  @Post(ENDPOINTS.notificationsSeen)
  @Answers(204, null, 'not_found', 'malformed_request')
  async seen(
    @Caller() account: Account,
    @Query('org') named: string | undefined,
    @Body() body: SeenBody,
  ): Promise<void> {
    const org = await organisationFor(this.database, account, named)
    await this.notifications.see(account, org, parse(notificationsSeenRequest, body).up_to)
  }

  @Get(ENDPOINTS.notificationSettings)
  @Answers(200, notificationSettings, 'not_found', 'malformed_request')
  async settings(
    @Caller() account: Account,
    @Query('org') named: string | undefined,
  ): Promise<NotificationSettings> {
    return this.notifications.settings(account, await organisationFor(this.database, account, named))
  }

  @Post(ENDPOINTS.notificationSettings)
  @Answers(200, notificationSettings, 'not_found', 'malformed_request')
  async choose(
    @Caller() account: Account,
    @Query('org') named: string | undefined,
    @Body() body: SettingsBody,
  ): Promise<NotificationSettings> {
    const org = await organisationFor(this.database, account, named)
    return this.notifications.mute(account, org, parse(notificationSettingsRequest, body).muted)
  }
}
