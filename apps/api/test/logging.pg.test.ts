/** What the server writes down, read as a log collector reads it. */
import { randomBytes, randomUUID } from 'node:crypto'
import { ENDPOINTS, upsertBatchResponse } from '@dartwing/protocol'
import { cloneDatabase, type Database } from '@dartwing/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { ADMIN, call, insert, ORG, signIn } from './api-kit.ts'
import { type ApiProcess, startApiProcess, withoutTable } from './api-process.ts'

const SOON = { timeout: 60_000, interval: 10 }
let database: Database
let api: ApiProcess
let sql: pg.Pool
beforeAll(async () => {
  database = await cloneDatabase(inject('databaseTemplate'))
  sql = new pg.Pool({ connectionString: database.url, max: 1 })
  api = await startApiProcess(database.url, { LOG_LEVEL: 'trace', LOG_REQUESTS: '1' })
})
afterAll(async () => {
  await api.kill()
  await sql.end()
  await database.drop()
})

const lines = (): Record<string, unknown>[] =>
  api
    .log()
    .split('\n')
    // What follows the last line end is a line of which only the beginning has come.
    .slice(0, -1)
    .map((line) => JSON.parse(line))
const linesOf = (trace: string) => lines().filter(({ trace_id }) => trace_id === trace)
const traceparent = (trace: string) => `00-${trace}-${randomBytes(8).toString('hex')}-01`

/** A batch: its answer, and the trace it was answered under. */
async function push(token: string, operation: unknown, headers: Record<string, string> = {}) {
  const answer = await call(api.address, token, ENDPOINTS.upsertBatch, {
    body: {
      org: ORG,
      device_id: randomUUID(),
      sync_id: randomUUID(),
      client_ts: new Date().toISOString(),
      operations: [operation],
    },
    headers,
  })
  return { answer, trace: answer.headers.get('x-request-id') ?? '' }
}

describe('a request', () => {
  it.each([
    { name: 'the trace of its caller', sent: (trace: string) => traceparent(trace), kept: true },
    {
      name: 'a later version of the header',
      sent: (trace: string) => `cc-${trace}-00f067aa0ba902b7-01-more`,
      kept: true,
    },
    { name: 'no trace of zeros', sent: () => `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, kept: false },
    {
      name: 'no trace of no parent',
      sent: (trace: string) => `00-${trace}-${'0'.repeat(16)}-01`,
      kept: false,
    },
    { name: 'nothing that is no trace', sent: () => 'x\\u001b[31m{"level":"fatal"}', kept: false },
  ])('has $name', async ({ sent, kept }) => {
    const trace = randomBytes(16).toString('hex')
    const answer = await call(api.address, null, '/health/live', { headers: { traceparent: sent(trace) } })
    const said = answer.headers.get('x-request-id') ?? ''
    expect(said).toMatch(/^[0-9a-f]{32}$/)
    expect(said === trace).toBe(kept)
    await vi.waitUntil(() => linesOf(said).length === 1, SOON)
    expect(linesOf(said)).toMatchObject([
      { level: 'info', method: 'GET', route: '/health/live', status: 200, msg: 'answered' },
    ])
  })

  it('that goes wrong has its trace in every line about it, and in its refusal', async () => {
    const token = await signIn(api.address, ADMIN)
    const trace = randomBytes(16).toString('hex')
    const headers = { traceparent: traceparent(trace) }
    const answer = await withoutTable(sql, 'document', () =>
      call(api.address, token, `${ENDPOINTS.feed}?org=${ORG}`, { headers }),
    )
    expect([answer.status, answer.body.code]).toEqual([500, 'internal'])
    expect(answer.headers.get('x-request-id')).toBe(trace)
    await vi.waitUntil(() => linesOf(trace).length === 2, SOON)
    expect(linesOf(trace)).toMatchObject([
      { level: 'error', context: 'Problem', msg: expect.stringContaining('document') },
      { level: 'warn', route: ENDPOINTS.feed, status: 500, msg: 'failed' },
    ])
  })

  it('whose change can not be settled says so with its trace', async () => {
    const token = await signIn(api.address, ADMIN)
    const operation = insert('Ticket', `TKT-${randomUUID()}`, { subject: 'x' })
    const { answer, trace } = await withoutTable(sql, 'document_version', () => push(token, operation))
    const { results } = upsertBatchResponse.parse(answer.body.message)
    expect(results).toMatchObject([{ status: 'retry', error: { code: 'busy' } }])
    await vi.waitUntil(() => linesOf(trace).length === 2, SOON)
    const said = new RegExp(`mutation ${operation.mutation_id} not settled: .*document_version`)
    expect(linesOf(trace)).toMatchObject([
      { level: 'error', context: 'Upsert', msg: expect.stringMatching(said) },
      { level: 'info', route: ENDPOINTS.upsertBatch, status: 200, msg: 'answered' },
    ])
  })
})

it('a line is JSON with its time in UTC, and has no address, token, password, name or value', async () => {
  const canary = (what: string) => `CANARY-${what}-${randomUUID()}`
  const [subject, name, password] = [canary('value'), `TKT-${canary('name')}`, canary('password')]
  const wrong = { email: 'canary@demo.test', password }
  await call(api.address, null, ENDPOINTS.login, { body: wrong })
  await call(api.address, null, `${ENDPOINTS.login}?password=${password}`, {
    body: `{"password":"${password}`,
  })
  const token = await signIn(api.address, ADMIN)
  const { answer } = await push(token, insert('Ticket', name, { subject }))
  expect(upsertBatchResponse.parse(answer.body.message).results[0]?.status).toBe('success')
  await call(api.address, token, `/api/documents/Ticket/${name}`)
  await call(api.address, token, `/api/documents/Ticket/${name}x`)
  const last = await push(token, { nonsense: subject })
  await vi.waitUntil(() => linesOf(last.trace).length === 1, SOON)
  expect(lines().length).toBeGreaterThan(10)
  for (const { time } of lines()) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  const found = ['CANARY', 'canary@', ADMIN, token, 'Bearer', '"demo"'].filter((word) =>
    api.log().includes(word),
  )
  expect(found).toEqual([])
})
