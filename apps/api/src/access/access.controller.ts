import { loginRequest, type Me, type PublicSettings, refreshRequest, type Session } from '@dartwing/protocol'
import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common'
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { parse } from '../platform/problem/problem.ts'
import { Public } from '../platform/public.ts'
import { SETTINGS, type Settings } from '../platform/settings.ts'
import { Caller } from './access.guard.ts'
import { DEMO_ACCOUNTS } from './demo-accounts.ts'
import { SessionsService } from './sessions.service.ts'
import type { Account } from './tokens.ts'

class LoginBody extends createZodDto(loginRequest) {}
class RefreshBody extends createZodDto(refreshRequest) {}

@ApiTags('access')
@Controller('api')
export class AccessController {
  constructor(
    private readonly sessions: SessionsService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Public()
  @Post('auth/login')
  @HttpCode(200)
  async login(@Body() body: LoginBody): Promise<Session> {
    const { email, password } = parse(loginRequest, body)
    return this.sessions.login(email, password)
  }

  @Public()
  @Post('auth/refresh')
  @HttpCode(200)
  async refresh(@Body() body: RefreshBody): Promise<Session> {
    return this.sessions.refresh(parse(refreshRequest, body).refresh_token)
  }

  @Public()
  @Post('auth/logout')
  @HttpCode(204)
  async logout(@Body() body: RefreshBody): Promise<void> {
    await this.sessions.logout(parse(refreshRequest, body).refresh_token)
  }

  @ApiBearerAuth()
  @Get('auth/me')
  async me(@Caller() account: Account): Promise<Me> {
    return this.sessions.me(account.account_id)
  }

  @Public()
  @Get('settings')
  publicSettings(): PublicSettings {
    const { DEMO } = this.settings
    return {
      demo: DEMO,
      demo_accounts: DEMO
        ? DEMO_ACCOUNTS.map(({ email, full_name, role, org }) => ({ email, full_name, role, org }))
        : [],
    }
  }
}
