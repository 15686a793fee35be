/** What was once said must still be of the form that both sides read: requests by the server, answers by clients. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  conflictDetail,
  conflictEvent,
  conflictList,
  conflictListQuery,
  documentVersion,
  ENDPOINTS,
  extendRequest,
  feedPage,
  feedQuery,
  feedRow,
  historyPage,
  loginRequest,
  me,
  notificationEvent,
  operation,
  previewResponse,
  problem,
  publicSettings,
  refreshRequest,
  resolveRequest,
  resolveResponse,
  session,
  socketAuth,
  undoRequest,
  upsertBatchRequest,
  upsertBatchResponse,
  wrapped,
} from '../src/index.ts'

const FOLDER = new URL('../compat/', import.meta.url)
const exchange = z.object({
  request: z.object({
    method: z.string(),
    path: z.string(),
    query: z.unknown().optional(),
    body: z.unknown().optional(),
  }),
  answer: z.object({ status: z.int(), body: z.unknown().optional() }),
})
const recording = z.object({
  exchanges: z.array(exchange),
  socket: z
    .object({ auth: z.unknown(), events: z.array(z.object({ event: z.string(), payload: z.unknown() })) })
    .optional(),
})

/** What goes to an address and comes from it. */
const MESSAGES: Record<string, { query?: z.ZodType; body?: z.ZodType; answer?: z.ZodType }> = {
  [ENDPOINTS.feed]: { query: feedQuery, answer: wrapped(feedPage) },
  [ENDPOINTS.upsertBatch]: { body: upsertBatchRequest, answer: wrapped(upsertBatchResponse) },
  [ENDPOINTS.conflictStrategy]: {},
  [ENDPOINTS.login]: { body: loginRequest, answer: session },
  [ENDPOINTS.refresh]: { body: refreshRequest, answer: session },
  [ENDPOINTS.logout]: { body: refreshRequest },
  [ENDPOINTS.me]: { answer: me },
  [ENDPOINTS.settings]: { answer: publicSettings },
  [ENDPOINTS.conflicts]: { query: conflictListQuery.partial({ org: true }), answer: conflictList },
  [ENDPOINTS.conflict]: { answer: conflictDetail },
  [ENDPOINTS.conflictPreview]: { body: resolveRequest, answer: previewResponse },
  [ENDPOINTS.conflictResolve]: { body: resolveRequest, answer: resolveResponse },
  [ENDPOINTS.conflictUndo]: { body: undoRequest, answer: resolveResponse },
  [ENDPOINTS.conflictExtend]: { body: extendRequest, answer: resolveResponse },
  [ENDPOINTS.document]: { answer: feedRow },
  [ENDPOINTS.documentHistory]: { answer: historyPage },
  [ENDPOINTS.documentVersion]: { answer: documentVersion },
}
const EVENTS: Record<string, z.ZodType> = {
  delta: feedRow,
  sync_refresh: z.object({ doctype: z.string(), name: z.string() }),
  conflict: conflictEvent,
  notification: notificationEvent,
}

const recordings = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({ file, ...recording.parse(JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))) }))
const exchanges = recordings.flatMap(({ file, exchanges }) =>
  exchanges.map((one, index) => ({ ...one, file, title: `${file} ${index} ${one.request.path}` })),
)
/** The one that was written by hand has of the answers only what its client reads. */
const whole = exchanges.filter(({ file }) => !file.endsWith('minimal.json'))

function messagesOf(path: string) {
  const templates = Object.keys(MESSAGES).sort((a, b) => b.length - a.length)
  const template = templates.find((one) => new RegExp(`^${one.replace(/:[a-z]+/g, '[^/]+')}$`).test(path))
  const messages = template === undefined ? undefined : MESSAGES[template]
  if (messages === undefined) throw new Error(`No message is known for ${path}`)
  return messages
}

describe('a recorded exchange', () => {
  it('exists for the version in force', () => {
    expect(exchanges.length).toBeGreaterThan(50)
  })

  it.each(exchanges)('$title: a server of today understands what was taken then', ({ request, answer }) => {
    const { query, body } = messagesOf(request.path)
    const isTaken = answer.status < 400
    if (isTaken && query !== undefined) expect(query.safeParse(request.query ?? {}).error).toBeUndefined()
    if (isTaken && body !== undefined) expect(body.safeParse(request.body).error).toBeUndefined()
    expect(request.method).toMatch(/^(GET|POST)$/)
  })

  it.each(whole)('$title: a client of today understands the answer', ({ request, answer }) => {
    const shape = answer.status >= 400 ? problem : messagesOf(request.path).answer
    if (shape !== undefined) expect(shape.safeParse(answer.body).error).toBeUndefined()
    expect(answer.status).not.toBe(500)
  })
})

it('every recorded operation that was applied is one', () => {
  const batches = whole.filter(
    ({ request, answer }) => request.path === ENDPOINTS.upsertBatch && answer.status === 200,
  )
  const checked = batches.map(({ request, answer }) => {
    const { operations } = upsertBatchRequest.parse(request.body)
    const { results } = wrapped(upsertBatchResponse).parse(answer.body).message
    return operations.filter(
      (item, index) => results[index]?.status !== 'rejected' && !operation.safeParse(item).success,
    )
  })
  expect(checked.flat()).toEqual([])
  expect(checked.length).toBeGreaterThan(5)
})

it('every recorded event is one that a client of today knows', () => {
  const sockets = recordings.flatMap(({ socket }) => socket ?? [])
  expect(sockets.length).toBeGreaterThan(0)
  for (const { auth, events } of sockets) {
    expect(socketAuth.safeParse(auth).error).toBeUndefined()
    for (const { event, payload } of events)
      expect(EVENTS[event]?.safeParse(payload).error, event).toBeUndefined()
    for (const { event } of events) expect(Object.keys(EVENTS)).toContain(event)
  }
})
