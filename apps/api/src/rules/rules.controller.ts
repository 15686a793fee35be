import { ENDPOINTS, type RuleBook, ruleBook, wrapped } from '@dartwing/protocol'
import { docTypeRule, getConflictStrategy, registeredDocTypes, ruleSetHash } from '@dartwing/rules'
import { Controller, Get, Query, Res } from '@nestjs/common'
import { ApiBearerAuth, ApiQuery, ApiTags } from '@nestjs/swagger'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { Caller } from '../access/access.guard.ts'
import { SessionsService } from '../access/sessions/sessions.service.ts'
import type { Account } from '../access/tokens.ts'
import { Answers } from '../platform/answers.ts'
import { ProblemException } from '../platform/problem/problem.ts'
import { ruleBookNow } from './explain.ts'

/** `get_conflict_strategy`: the rule in force, of one DocType or of all; and who wins each field by them. */
@ApiTags('sync')
@ApiBearerAuth()
@Controller()
export class RulesController {
  constructor(private readonly sessions: SessionsService) {}

  @Get(ENDPOINTS.conflictStrategy)
  @Answers(200, wrapped(z.record(z.string(), z.unknown())), 'unknown_doctype')
  @ApiQuery({ name: 'doctype', required: false })
  async strategy(
    @Caller() account: Account,
    @Query('doctype') doctype: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ message: unknown }> {
    await this.sessions.assertSignedIn(account)
    void reply.header('etag', `"${ruleSetHash()}"`)
    if (doctype !== undefined && doctype !== '') {
      if (docTypeRule(doctype) === undefined)
        throw new ProblemException('unknown_doctype', { detail: doctype })
      return { message: getConflictStrategy(doctype) }
    }
    const all = registeredDocTypes().map((name) => [name, getConflictStrategy(name)] as const)
    return { message: Object.fromEntries(all) }
  }

  @Get(ENDPOINTS.rules)
  @Answers(200, ruleBook)
  async book(@Caller() account: Account, @Res({ passthrough: true }) reply: FastifyReply): Promise<RuleBook> {
    await this.sessions.assertSignedIn(account)
    void reply.header('etag', `"${ruleSetHash()}"`)
    return ruleBookNow()
  }
}
