import { ENDPOINTS, oidcRequest, type Session, session } from '@dartwing/protocol'
import { Body, Controller, Headers, Ip, Post } from '@nestjs/common'
import { ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { Answers } from '../../platform/answers.ts'
import { RateLimits } from '../../platform/limits/rate-limits.ts'
import { parse } from '../../platform/problem/problem.ts'
import { Public } from '../../platform/public.ts'
import { OidcService } from './oidc.service.ts'

class OidcBody extends createZodDto(oidcRequest) {}

@ApiTags('access')
@Public()
@Controller()
export class OidcController {
  constructor(
    private readonly oidc: OidcService,
    private readonly limits: RateLimits,
  ) {}

  @Post(ENDPOINTS.oidc)
  @Answers(
    200,
    session,
    'wrong_credentials',
    'forbidden',
    'malformed_request',
    'rate_limited',
    'issuer_unavailable',
  )
  async signIn(
    @Body() body: OidcBody,
    @Headers('host') host: string | undefined,
    @Ip() address: string,
  ): Promise<Session> {
    const request = parse(oidcRequest, body)
    return this.limits.signIn({ address, account: null }, () => this.oidc.signIn(request, host))
  }
}
