import { ENDPOINTS, wrapped } from '@dartwing/protocol'
import { docTypeRule, getConflictStrategy, registeredDocTypes, ruleSetHash } from '@dartwing/rules'
import { Controller, Get, Query, Res } from '@nestjs/common'
import { ApiBearerAuth, ApiQuery, ApiTags } from '@nestjs/swagger'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { Answers } from '../platform/answers.ts'
import { ProblemException } from '../platform/problem/problem.ts'

/** `get_conflict_strategy`: the rule in force, of one DocType or of all. */
@ApiTags('sync')
@ApiBearerAuth()
@Controller()
export class RulesController {
  @Get(ENDPOINTS.conflictStrategy)
  @Answers(200, wrapped(z.record(z.string(), z.unknown())), 'unknown_doctype')
  @ApiQuery({ name: 'doctype', required: false })
  strategy(
    @Query('doctype') doctype: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): { message: unknown } {
    void reply.header('etag', `"${ruleSetHash()}"`)
    if (doctype !== undefined && doctype !== '') {
      if (docTypeRule(doctype) === undefined)
        throw new ProblemException('unknown_doctype', { detail: doctype })
      return { message: getConflictStrategy(doctype) }
    }
    const all = registeredDocTypes().map((name) => [name, getConflictStrategy(name)] as const)
    return { message: Object.fromEntries(all) }
  }
}
