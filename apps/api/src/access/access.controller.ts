import {
  loginRequest,
  type Me,
  me,
  type PublicSettings,
  passwordRequest,
  publicSettings,
  refreshRequest,
  type Session,
  session,
} from '@dartwing/protocol'
import { Body, Controller, Get, Inject, Ip, Post } from '@nestjs/common'
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { Answers } from '../platform/answers.ts'
import { RateLimits } from '../platform/limits/rate-limits.ts'
import { parse } from '../platform/problem/problem.ts'
import { Public } from '../platform/public.ts'
import { SETTINGS, type Settings } from '../platform/settings.ts'
import { Caller } from './access.guard.ts'
import { DEMO_ACCOUNTS } from './demo-accounts.ts'
import { Issuer } from './oidc/issuer.ts'
import { SessionsService } from './sessions/sessions.service.ts'
import type { Account } from './tokens.ts'

class LoginBody extends createZodDto(loginRequest) {}
class PasswordBody extends createZodDto(passwordRequest) {}
class RefreshBody extends createZodDto(refreshRequest) {}

@ApiTags('access')
@Controller('api')
export class AccessController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly limits: RateLimits,
    private readonly issuer: Issuer,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Public()
  @Post('auth/login')
  @Answers(200, session, 'wrong_credentials', 'rate_limited', 'malformed_request')
  async login(@Body() body: LoginBody, @Ip() address: string): Promise<Session> {
    const { email, password } = parse(loginRequest, body)
    return this.limits.signIn({ address, account: email }, () => this.sessions.login(email, password))
  }

  @Public()
  @Post('auth/refresh')
  @Answers(200, session, 'reauth_required', 'rate_limited', 'malformed_request')
  async refresh(@Body() body: RefreshBody, @Ip() address: string): Promise<Session> {
    const { refresh_token } = parse(refreshRequest, body)
    await this.limits.refresh(address)
    return this.sessions.refresh(refresh_token)
  }

  @Public()
  @Post('auth/logout')
  @Answers(204, null, 'malformed_request')
  async logout(@Body() body: RefreshBody): Promise<void> {
    await this.sessions.logout(parse(refreshRequest, body).refresh_token)
  }

  @ApiBearerAuth()
  @Get('auth/me')
  @Answers(200, me)
  async me(@Caller() account: Account): Promise<Me> {
    return this.sessions.me(account)
  }

  @ApiBearerAuth()
  @Post('auth/password')
  @Answers(204, null, 'wrong_credentials', 'invalid', 'rate_limited', 'malformed_request')
  async changePassword(
    @Caller() account: Account,
    @Body() body: PasswordBody,
    @Ip() address: string,
  ): Promise<void> {
    const { current, next } = parse(passwordRequest, body)
    await this.limits.signIn({ address, account: account.email }, () =>
      this.sessions.changePassword(account, current, next),
    )
  }

  @Public()
  @Get('settings')
  @Answers(200, publicSettings)
  async publicSettings(): Promise<PublicSettings> {
    const { DEMO } = this.settings
    return {
      demo: DEMO,
      demo_accounts: DEMO
        ? DEMO_ACCOUNTS.map(({ email, full_name, role, org }) => ({ email, full_name, role, org }))
        : [],
      oidc: await this.issuer.publicSettings(),
    }
  }
}
