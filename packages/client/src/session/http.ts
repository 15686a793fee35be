import { type Problem, problem } from '@dartwing/protocol'
import type { Ports } from '../ports.ts'

/** One request's outcome, as a value: a network that fails is expected. */
export type Answer =
  | { readonly kind: 'ok'; readonly body: unknown }
  | {
      readonly kind: 'problem'
      readonly status: number
      readonly problem: Problem | null
      readonly retryAfterMs: number | null
    }
  | { readonly kind: 'unreachable'; readonly reason: string }

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly token?: string | null
}

export type Http = (request: HttpRequest) => Promise<Answer>

export interface HttpOptions {
  readonly address: string
  readonly timeoutMs: number
  /** Aborted when the client closes: whoever waits for an answer stops waiting. */
  readonly closing: AbortSignal
}

export function createHttp(ports: Ports, { address, timeoutMs, closing }: HttpOptions): Http {
  return async ({ method, path, query, body, token }) => {
    const target = new URL(path, address)
    for (const [key, value] of Object.entries(query ?? {})) target.searchParams.set(key, value)
    const headers: Record<string, string> = { accept: 'application/json' }
    if (body !== undefined) headers['content-type'] = 'application/json'
    if (token) headers.authorization = `Bearer ${token}`
    try {
      const response = await ports.fetch(target.href, {
        method,
        headers,
        signal: AbortSignal.any([closing, AbortSignal.timeout(timeoutMs)]),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return await toAnswer(response, ports)
    } catch (error) {
      // A lost reply, a cut connection, a timeout: whether the server acted is not known.
      return { kind: 'unreachable', reason: error instanceof Error ? error.message : String(error) }
    }
  }
}

async function toAnswer(response: Response, ports: Ports): Promise<Answer> {
  const text = await response.text()
  const body = parseJson(text)
  if (response.ok) {
    // A success that is cut off or not JSON comes from something between us and the server.
    return body === undefined && text !== ''
      ? { kind: 'unreachable', reason: 'the answer is not JSON' }
      : { kind: 'ok', body }
  }
  const known = problem.safeParse(body)
  return {
    kind: 'problem',
    status: response.status,
    problem: known.success ? known.data : null,
    retryAfterMs: retryAfter(response.headers, ports),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `Retry-After` is a number of seconds or a date; the server's own `Date` beside it, not a clock that may be wrong. */
export function retryAfter(headers: Headers, ports: Ports): number | null {
  const asked = headers.get('retry-after')
  if (!asked) return null
  const seconds = Number(asked)
  const now = Date.parse(headers.get('date') ?? '')
  const wait = Number.isFinite(seconds)
    ? seconds * 1000
    : Date.parse(asked) - (Number.isFinite(now) ? now : ports.now())
  return Number.isFinite(wait) ? Math.max(0, wait) : null
}
