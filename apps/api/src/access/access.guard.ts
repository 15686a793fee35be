import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import type { FastifyRequest } from 'fastify'
import type { AccountLimit } from '../platform/limits/limit.ts'
import { LIMITED_AS } from '../platform/limits/limited-as.ts'
import { RateLimits } from '../platform/limits/rate-limits.ts'
import { ProblemException } from '../platform/problem/problem.ts'
import { IS_PUBLIC } from '../platform/public.ts'
import { type Account, Tokens } from './tokens.ts'

const accountByRequest = new WeakMap<FastifyRequest['raw'], Account>()

/** Denies by default: only what is marked `@Public()` is reachable without an access token. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: Tokens,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true
    const targets = [context.getHandler(), context.getClass()]
    if (this.reflector.getAllAndOverride<boolean>(IS_PUBLIC, targets)) return true
    const request = context.switchToHttp().getRequest<FastifyRequest>()
    const token = bearerOf(request)
    const account = token === null ? null : await this.tokens.verify(token)
    if (account === null) throw new ProblemException('unauthenticated')
    accountByRequest.set(request.raw, account)
    const limit = this.reflector.getAllAndOverride<AccountLimit | undefined>(LIMITED_AS, targets)
    await this.limits.ofAccount(limit ?? 'call', account.account_id)
    return true
  }
}

/** One header with one token: of two, nobody could say which one counts. A token anywhere else is none. */
function bearerOf({ raw, headers }: FastifyRequest): string | null {
  if (raw.rawHeaders.filter((name, at) => at % 2 === 0 && /^authorization$/i.test(name)).length > 1)
    return null
  return /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(headers.authorization ?? '')?.[1] ?? null
}

/** The signed-in account of this request. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Account => {
  const account = accountByRequest.get(context.switchToHttp().getRequest<FastifyRequest>().raw)
  if (account === undefined) throw new ProblemException('unauthenticated')
  return account
})
