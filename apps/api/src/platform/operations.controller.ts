import { Controller, Get, Header } from '@nestjs/common'
import { ApiTags } from '@nestjs/swagger'
import { Metrics } from './metrics.ts'
import { Database } from './prisma/database.ts'
import { ProblemException } from './problem/problem.ts'
import { Public } from './public.ts'

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
  live(): { status: 'ok' } {
    return { status: 'ok' }
  }

  @Get('health/ready')
  async ready(): Promise<{ status: 'ok' }> {
    if (!(await this.database.isReachable())) {
      throw new ProblemException('unavailable', { detail: 'PostgreSQL does not answer' })
    }
    return { status: 'ok' }
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async exposition(): Promise<string> {
    return this.metrics.registry.metrics()
  }
}
