import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ENDPOINTS, type FeedRow, type ItemResult, type Operation, PROBLEMS } from '@dartwing/protocol'
import type { Doc, Json } from '@dartwing/rules'

/** A request as it arrived. */
export interface Received {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly token: string | undefined
  /** What was sent; `body` where it is JSON. */
  readonly text: string
  readonly body: { readonly operations?: Operation[]; readonly [key: string]: unknown }
}

export interface Reply {
  readonly status?: number
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** What happens to one request instead of, or after, the ordinary behaviour. */
export type Situation = (ordinary: () => Reply, request: Received) => Reply | 'cut' | 'silence'

/**
 * A small real HTTP server that speaks the sync protocol: it keeps documents, counts seq, remembers
 * mutation ids. A test queues situations for a path: a lost reply, an error, an answer of its own.
 */
export class ScriptedServer {
  readonly received: Received[] = []
  readonly documents = new Map<string, FeedRow>()
  readonly receipts = new Map<string, ItemResult>()
  epoch = 'epoch-1'
  /** Whom the next sign-in answers for. */
  validToken = 'access-1'
  #seq = 0
  #tokens = 1
  readonly #situations = new Map<string, Situation[]>()
  readonly #server: Server

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response))
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return this.address
  }

  get address(): string {
    const { port } = this.#server.address() as AddressInfo
    return `http://127.0.0.1:${port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  next(path: string, ...situations: Situation[]): void {
    this.#situations.set(path, [...(this.#situations.get(path) ?? []), ...situations])
  }

  /** No more of what was planned. */
  calm(): void {
    this.#situations.clear()
  }

  pushes(): Received[] {
    return this.received.filter((request) => request.path === ENDPOINTS.upsertBatch)
  }

  /** Somebody else changes a document. */
  write(doctype: string, name: string, data: Doc, extra: Partial<FeedRow> = {}): FeedRow {
    const known = this.documents.get(`${doctype}/${name}`)
    const row: FeedRow = {
      doctype,
      name,
      version: (known?.version ?? 0) + 1,
      seq: String(++this.#seq),
      modified: '2026-01-05T09:00:00Z',
      modified_by: 'office@demo.test',
      docstatus: 0,
      data: { ...known?.data, ...data },
      deleted: false,
      gone: null,
      reason: 'write',
      conflict: null,
      origin: null,
      ...extra,
    }
    this.documents.set(`${doctype}/${name}`, row)
    return row
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://server')
    let text = ''
    for await (const chunk of request) text += chunk
    const isJson = request.headers['content-type'] === 'application/json'
    const received: Received = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      token: request.headers.authorization?.replace('Bearer ', ''),
      text,
      body: isJson ? JSON.parse(text) : {},
    }
    this.received.push(received)
    const ordinary = () => this.#ordinary(received)
    const situation = this.#situations.get(url.pathname)?.shift()
    const reply = situation ? situation(ordinary, received) : ordinary()
    if (reply === 'cut') request.socket.destroy()
    else if (reply !== 'silence') send(response, reply)
  }

  #ordinary(request: Received): Reply {
    if (request.path === ENDPOINTS.login) return { body: this.#session(String(request.body.email)) }
    if (request.path === ENDPOINTS.refresh) {
      this.validToken = `access-${++this.#tokens}`
      return { body: this.#session('ana@demo.test') }
    }
    if (request.path === ENDPOINTS.logout) return { status: 204 }
    if (request.token !== this.validToken) return refusal('unauthenticated')
    return request.path === ENDPOINTS.feed ? this.#feed(request) : this.#push(request)
  }

  #session(email: string): unknown {
    return {
      access_token: this.validToken,
      expires_in: 900,
      refresh_token: `refresh-${this.#tokens}`,
      user: { email, full_name: 'Ana Ortega' },
      organisations: [{ org: 'ORG-DEMO', title: 'Demo', role: 'technician', time_zone: 'Europe/Berlin' }],
    }
  }

  #feed(request: Received): Reply {
    const since = Number(request.query.get('since') ?? 0)
    const limit = Number(request.query.get('limit') ?? 100)
    const rows = [...this.documents.values()]
      .filter((row) => Number(row.seq) > since && !(since === 0 && row.gone === 'deleted'))
      .sort((a, b) => Number(a.seq) - Number(b.seq))
    const page = rows.slice(0, limit)
    const message = {
      rows: page,
      next_since: page.at(-1)?.seq ?? String(since || this.#seq),
      has_more: rows.length > page.length,
      server_ts: '2026-01-05T09:00:00Z',
      epoch: this.epoch,
    }
    return { body: { message } }
  }

  #push(request: Received): Reply {
    const results = (request.body.operations ?? []).map((operation) => this.#accept(operation))
    return { body: { message: { results, server_ts: '2026-01-05T09:00:00Z' } } }
  }

  #accept(operation: Operation): ItemResult {
    const known = this.receipts.get(operation.mutation_id)
    if (known) return { ...known, replayed: true }
    const row = this.write(operation.doctype, operation.name ?? 'unnamed', operation.data ?? {})
    const result = resultOf(operation, { version: row.version, seq: row.seq, resolved_doc: row.data })
    this.receipts.set(operation.mutation_id, result)
    return result
  }
}

export function resultOf(operation: Operation, extra: Partial<ItemResult> = {}): ItemResult {
  return {
    mutation_id: operation.mutation_id,
    status: 'success',
    doctype: operation.doctype,
    name: operation.name ?? null,
    version: null,
    seq: null,
    server_ts: '2026-01-05T09:00:00Z',
    conflict_strategy: null,
    resolved_doc: null,
    conflicts: [],
    decisions: [],
    conflict_id: null,
    due_at: null,
    notifications: [],
    branch: null,
    error: null,
    replayed: false,
    ...extra,
  }
}

/** A situation that answers every operation with results of the test's own. */
export function answering(make: (operation: Operation, index: number) => unknown): Situation {
  return (_ordinary, request) => ({
    body: {
      message: { results: (request.body.operations ?? []).map(make), server_ts: '2026-01-05T09:00:00Z' },
    },
  })
}

/** The server does its work, but the answer never arrives. */
export const replyLost: Situation = (ordinary) => {
  ordinary()
  return 'cut'
}

export const failing =
  (status: number, headers: Record<string, string> = {}): Situation =>
  () => ({ status, headers, body: 'an error page that is not JSON' })

export const refusing =
  (code: keyof typeof PROBLEMS): Situation =>
  () =>
    refusal(code)

function refusal(code: keyof typeof PROBLEMS): Reply {
  const { status, title, retryable } = PROBLEMS[code]
  const body: Record<string, Json> = { type: 'about:blank', title, status, code, retryable }
  return { status, body, headers: { 'content-type': 'application/problem+json' } }
}

function send(response: ServerResponse, reply: Reply): void {
  const body = reply.body === undefined ? '' : reply.body
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers })
  response.end(text)
}
