import { ENDPOINTS, type ProblemCode } from '@dartwing/protocol'
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
  NotFoundException,
} from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Metrics } from '../metrics.ts'
import { stackOf } from '../operations/stack-of.ts'
import { isTransient, isUnavailable } from '../prisma/sql-state.ts'
import { ProblemException } from './problem.ts'

const CODE_BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed_request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'body_too_large',
  415: 'unsupported_media_type',
  422: 'malformed_request',
  429: 'rate_limited',
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const ADDRESSES = Object.values(ENDPOINTS).map((template) => ({
  template,
  pattern: new RegExp(`^${template.replaceAll('.', '[.]').replace(/:[a-z_]+/g, '[^/]+')}$`),
}))
const OTHER_METHOD = new ProblemException('method_not_allowed')

/** The least a device waits for a server that cannot serve just now. */
const RETRY_AFTER_SECONDS = '1'

/** Turns every exception into problem+json, or the app's page for a browser that asked for one. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log = new Logger('Problem')
  readonly #servesPages: boolean
  readonly #metrics: Metrics

  constructor(servesPages: boolean, metrics: Metrics) {
    this.#servesPages = servesPages
    this.#metrics = metrics
  }

  catch(exception: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') return
    const request = host.switchToHttp().getRequest<FastifyRequest>()
    const reply = host.switchToHttp().getResponse<FastifyReply>()
    const problem = this.#toProblem(isOtherMethod(exception, request) ? OTHER_METHOD : exception)
    if (problem.status === 404 && this.#servesPages && asksForPage(request)) {
      void reply.sendFile('index.html', { maxAge: 0 })
      return
    }
    this.#metrics.problems.inc({ code: problem.code })
    const retryAfter = retryAfterOf(problem)
    if (retryAfter !== null) void reply.header('retry-after', retryAfter)
    void reply
      .status(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem))
  }

  #toProblem(exception: unknown): ProblemException['problem'] {
    if (exception instanceof ProblemException) return exception.problem
    const status = statusOf(exception)
    if (status !== null && status < 500) {
      const code = isJsonSyntaxError(exception)
        ? 'invalid_json'
        : (CODE_BY_STATUS[status] ?? 'malformed_request')
      return new ProblemException(code).problem
    }
    this.#log.error(stackOf(exception))
    const isLater = isUnavailable(exception) || isTransient(exception)
    return new ProblemException(isLater ? 'unavailable' : 'internal').problem
  }
}

function retryAfterOf({ status, retry_after }: ProblemException['problem']): string | null {
  if (typeof retry_after === 'number') return String(retry_after)
  return status === 503 ? RETRY_AFTER_SECONDS : null
}

function statusOf(exception: unknown): number | null {
  if (exception instanceof HttpException) return exception.getStatus()
  if (typeof exception !== 'object' || exception === null) return null
  const status: unknown = Reflect.get(exception, 'statusCode')
  return typeof status === 'number' ? status : null
}

/** Fastify's own errors reach us with their text only: the adapter has wrapped them. */
function isJsonSyntaxError(exception: unknown): boolean {
  return (
    exception instanceof HttpException && /^Body (is not valid JSON|cannot be empty)/.test(exception.message)
  )
}

/** No route took it, but one has this address for another method. */
function isOtherMethod(exception: unknown, { url, server }: FastifyRequest): boolean {
  if (!(exception instanceof NotFoundException)) return false
  const [path = ''] = url.split('?')
  const template = ADDRESSES.find(({ pattern }) => pattern.test(path))?.template ?? path
  return METHODS.some((method) => server.hasRoute({ method, url: template }))
}

function asksForPage(request: FastifyRequest): boolean {
  const accepts = request.headers.accept ?? ''
  const isApi = /^\/(api|health|metrics|docs|socket\.io)(\/|$|\?)/.test(request.url)
  return request.method === 'GET' && !isApi && accepts.includes('text/html')
}
