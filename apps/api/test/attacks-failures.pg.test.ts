/** A server that fails while it is attacked: it says nothing about itself, shows nothing of anybody, and stays. */
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { ENDPOINTS, type ItemResult, upsertBatchResponse } from '@dartwing/protocol'
import { cloneDatabase, type Database } from '@dartwing/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ADMIN, call, insert, ORG, signIn } from './api-kit.ts'
import { type ApiProcess, startApiProcess, withoutTable } from './api-process.ts'
import { ask, type Ids, idsOfNothing, requestFor } from './borrowed-ids.ts'
import { type Described, describedOperations } from './described.ts'
import { exchange } from './raw-http.ts'

let database: Database
let api: ApiProcess
let sql: pg.Pool
let operations: Described[]
let token: string
beforeAll(async () => {
  database = await cloneDatabase(inject('databaseTemplate'))
  sql = new pg.Pool({ connectionString: database.url, max: 1 })
  api = await startApiProcess(database.url, { LOG_LEVEL: 'trace', LOG_REQUESTS: '1' })
  operations = await describedOperations(api.address)
  token = await signIn(api.address, ADMIN)
})
afterAll(async () => {
  await api.kill()
  await sql.end()
  await database.drop()
})

const CANARY = 'CANARY7f3a'
const PLANTED: Ids = {
  ...idsOfNothing('Ticket', ORG),
  name: `TKT-${CANARY}`,
  cursor: `${CANARY}-cursor`,
  email: `${CANARY}@demo.test`,
}

/** And what becomes of a change that is sent then; null: the batch as a whole is refused. */
describe.each([
  ['document', 'retry'],
  ['document_version', 'retry'],
  ['mutation', null],
  ['conflict', 'success'],
  ['membership', null],
  ['account', null],
  ['refresh_token', null],
])('C-56 without the table %s', (table, expected) => {
  it('an answer has a code and nothing else, and no line of the log has what was sent', async () => {
    const failed: { title: string; said: Record<string, unknown> }[] = []
    let became: ItemResult['status'] | null = null
    await withoutTable(sql, table, async () => {
      for (const operation of operations.filter(({ path }) => path.startsWith('/api/'))) {
        const response = await ask(api.address, token, requestFor(operation, PLANTED))
        const text = await response.text()
        if (response.status >= 500) failed.push({ title: operation.title, said: JSON.parse(text) })
      }
      const operation = insert('Ticket', `TKT-${CANARY}`, { subject: CANARY, description: CANARY })
      const body = {
        org: ORG,
        device_id: randomUUID(),
        sync_id: randomUUID(),
        client_ts: operation.client_ts,
      }
      const pushed = await call(api.address, token, ENDPOINTS.upsertBatch, {
        body: { ...body, operations: [operation] },
      })
      if (pushed.status === 200) {
        became = upsertBatchResponse.parse(pushed.body.message).results[0]?.status ?? null
      }
    })
    expect(failed.length > 0 || expected === 'retry').toBe(true)
    expect(became).toBe(expected)
    const allowed = new Set(['type', 'title', 'status', 'code', 'retryable'])
    for (const { title, said } of failed) {
      expect(
        Object.keys(said).filter((key) => !allowed.has(key)),
        title,
      ).toEqual([])
      expect(['internal', 'unavailable'], title).toContain(said.code)
    }
    const lines = api.log().split('\n')
    expect(lines.some((line) => line.includes(table) && line.includes('does not exist'))).toBe(true)
    expect([CANARY, token.split('.')[2]].filter((word) => api.log().includes(String(word)))).toEqual([])
  })
})

/** The rules and what uploads can do are the same for everybody; a password is its account's. */
const OF_NO_ORGANISATION: ReadonlySet<string> = new Set([
  ENDPOINTS.conflictStrategy,
  ENDPOINTS.rules,
  ENDPOINTS.rulesSimulate,
  ENDPOINTS.password,
])

it('without knowing who belongs where, nobody is let in', async () => {
  await withoutTable(sql, 'membership', async () => {
    for (const operation of operations.filter(({ isPublic }) => !isPublic)) {
      if (OF_NO_ORGANISATION.has(operation.path) || operation.method === 'OPTIONS') continue
      const response = await ask(api.address, token, requestFor(operation, PLANTED))
      await response.text()
      expect(response.status, operation.title).toBeGreaterThanOrEqual(400)
    }
  })
})

describe('C-62 the process stays', () => {
  /** Another number = another process. */
  async function startedAt(): Promise<string | undefined> {
    const metrics = await (await fetch(`${api.address}/metrics`)).text()
    return /^process_start_time_seconds (\S+)/m.exec(metrics)?.[1]
  }

  it('whatever is sent to it', async () => {
    const before = await startedAt()
    expect(before).toBeDefined()
    const garbage = [
      Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00]),
      Buffer.alloc(70_000, 0xff),
      'GET / HTTP/9.9\r\n\r\n',
      '\r\n\r\n\r\nnonsense\r\n\r\n',
      'GET /socket.io/?EIO=4&transport=polling&sid=none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      'POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\n999',
    ]
    for (const bytes of garbage) await exchange(api.address, bytes)
    expect(await startedAt()).toBe(before)
  })

  it('whoever hangs up, and when', async () => {
    const before = await startedAt()
    const { hostname, port } = new URL(api.address)
    const starts = [
      '',
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{',
      `GET ${ENDPOINTS.feed}?org=${ORG}&wait=20 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      `GET /docs-json HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(50),
    ]
    for (const bytes of starts) {
      const socket = connect(Number(port), hostname)
      socket.on('error', () => {})
      const gone = new Promise((resolve) => socket.once('close', resolve))
      socket.write(bytes, () => socket.resetAndDestroy())
      await gone
    }
    await api.untilReady()
    expect(await startedAt()).toBe(before)
  })
})
