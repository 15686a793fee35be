import { Controller, Get, Header } from '@nestjs/common'
import { ApiOkResponse, ApiTags } from '@nestjs/swagger'
import { z } from 'zod'
import { Answers } from './answers.ts'
import { Metrics } from './metrics.ts'
import { Database } from './prisma/database.ts'
import { ProblemException } from './problem/problem.ts'
import { Public } from './public.ts'

const ok = z.object({ status: z.literal('ok') })

/** For whoever runs the server: is it alive, can it work, and how is it doing. */
@ApiTags('operations')
@Public()
@Controller()
export class OperationsController {
  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  @Answers(200, ok)
  live(): { status: 'ok' } {
    return { status: 'ok' }
  }

  @Get('health/ready')
  @Answers(200, ok, 'unavailable')
  async ready(): Promise<{ status: 'ok' }> {
    if (!(await this.database.isReachable())) {
      throw new ProblemException('unavailable', { detail: 'PostgreSQL does not answer' })
    }
    return { status: 'ok' }
  }

  @Get('metrics')
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async exposition(): Promise<string> {
    return this.metrics.registry.metrics()
  }
}
