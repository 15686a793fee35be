import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { ENDPOINTS } from '@dartwing/protocol'
import type { FastifyReply, FastifyRequest, preHandlerHookHandler } from 'fastify'
import { type Params, PinoLogger } from 'nestjs-pino'
import pino from 'pino'
import type { Settings } from '../settings.ts'

/** Version, trace, parent, flags: https://www.w3.org/TR/trace-context/ */
const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-|$)/
/** What takes longer is a line of its own; a long poll is meant to. */
const SLOW_MS = 2_000

/**
 * One JSON object per line, times in UTC. A line that is written while a request is answered has its trace id and
 * nothing else of it: no address, header or body, and so no name, token or value.
 */
export function loggerOptions({ LOG_LEVEL }: Settings): Params {
  return {
    pinoHttp: {
      level: LOG_LEVEL,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    // Requests are noted by the server's own hooks, which know their routes.
    forRoutes: [],
  }
}

/** The trace that a caller is in, or a new one. */
export function traceIdOf({ headers }: IncomingMessage): string {
  const { traceparent } = headers
  const known = typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent)?.[1] : undefined
  return known ?? randomBytes(16).toString('hex')
}

/** From here on every line says which request it belongs to. After the body: reading it would lose the context. */
export function inTrace(log: PinoLogger): preHandlerHookHandler {
  return (request, _reply, done) => log.runInContext(done, { bindings: { trace_id: request.id } })
}

/** A request that was slow or failed is always worth a line, every one only when asked for. */
export function logRequest(request: FastifyRequest, reply: FastifyReply, { LOG_REQUESTS }: Settings): void {
  const route = request.routeOptions.url ?? 'unknown'
  const { statusCode: status, elapsedTime } = reply
  const isSlow = elapsedTime > SLOW_MS && route !== ENDPOINTS.feed
  // A proxy asks twice a second; why the answer is no has a line of its own.
  const isFailed = status >= 500 && route !== ENDPOINTS.ready
  if (!isSlow && !isFailed && !LOG_REQUESTS) return
  const line = { trace_id: request.id, method: request.method, route, status, ms: Math.round(elapsedTime) }
  if (isFailed) PinoLogger.root.warn(line, 'failed')
  else if (isSlow) PinoLogger.root.warn(line, 'slow')
  else PinoLogger.root.info(line, 'answered')
}
