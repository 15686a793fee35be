import { hash, timingSafeEqual } from 'node:crypto'
import { Controller, Get, Header, Headers, Inject } from '@nestjs/common'
import { ApiOkResponse, ApiTags } from '@nestjs/swagger'
import { z } from 'zod'
import { Answers } from '../answers.ts'
import { Metrics } from '../metrics.ts'
import { Database } from '../prisma/database.ts'
import { ProblemException } from '../problem/problem.ts'
import { Public } from '../public.ts'
import { SETTINGS, type Settings } from '../settings.ts'
import { Connections } from './connections.ts'

const ok = z.object({ status: z.literal('ok') })

/** For whoever runs the server: is it alive, can it work, and how is it doing. */
@ApiTags('operations')
@Public()
@Controller()
export class OperationsController {
  constructor(
    private readonly database: Database,
    private readonly connections: Connections,
    private readonly metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('health/live')
  @Answers(200, ok)
  live(): { status: 'ok' } {
    return { status: 'ok' }
  }

  @Get('health/ready')
  @Answers(200, ok, 'unavailable')
  async ready(): Promise<{ status: 'ok' }> {
    if (this.connections.isLeaving) {
      throw new ProblemException('unavailable', { detail: 'The server is stopping' })
    }
    if (!(await this.database.isReachable())) {
      throw new ProblemException('unavailable', { detail: 'PostgreSQL does not answer' })
    }
    return { status: 'ok' }
  }

  @Get('metrics')
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async exposition(@Headers('authorization') authorization = ''): Promise<string> {
    const { METRICS_TOKEN, NODE_ENV } = this.settings
    // Numbers about all organisations are not for everybody who can reach the server.
    if (METRICS_TOKEN === '' && NODE_ENV === 'production') throw new ProblemException('not_found')
    if (METRICS_TOKEN !== '' && !isSame(authorization, `Bearer ${METRICS_TOKEN}`)) {
      throw new ProblemException('unauthenticated')
    }
    return this.metrics.registry.metrics()
  }
}

/** In the same time for every text, of whatever length. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', wanted, 'buffer'))
}
