import {
  acceptRequest,
  ENDPOINTS,
  type Invitation,
  invitation,
  linkRequest,
  type Session,
  session,
} from '@dartwing/protocol'
import { Body, Controller, Ip, Post } from '@nestjs/common'
import { ApiTags } from '@nestjs/swagger'
import { createZodDto } from 'nestjs-zod'
import { Answers } from '../../platform/answers.ts'
import { RateLimits } from '../../platform/limits/rate-limits.ts'
import { parse } from '../../platform/problem/problem.ts'
import { Public } from '../../platform/public.ts'
import { hashOf } from './link-token.ts'
import { LinksService } from './links.service.ts'

class LinkBody extends createZodDto(linkRequest) {}
class AcceptBody extends createZodDto(acceptRequest) {}

/**
 * For those who were given a link. It is sent in the body: an address is written into logs. Guesses are counted
 * for each link, as those at a sign-in are for each account.
 */
@ApiTags('access')
@Public()
@Controller()
export class LinksController {
  constructor(
    private readonly links: LinksService,
    private readonly limits: RateLimits,
  ) {}

  @Post(ENDPOINTS.invitation)
  @Answers(200, invitation, 'link_expired', 'rate_limited', 'malformed_request')
  async read(@Body() body: LinkBody, @Ip() address: string): Promise<Invitation> {
    const { token } = parse(linkRequest, body)
    return this.limits.signIn({ address, account: `read ${hashOf(token)}` }, () => this.links.read(token))
  }

  @Post(ENDPOINTS.acceptInvitation)
  @Answers(200, session, 'link_expired', 'wrong_credentials', 'invalid', 'rate_limited', 'malformed_request')
  async accept(@Body() body: AcceptBody, @Ip() address: string): Promise<Session> {
    const { token, password } = parse(acceptRequest, body)
    return this.limits.signIn({ address, account: `accept ${hashOf(token)}` }, () =>
      this.links.accept(token, password),
    )
  }
}
