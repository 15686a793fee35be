/** Rows T-12, T-13, T-14 and C-36: how often somebody may ask, counted by several servers together. */
import { randomUUID } from 'node:crypto'
import { ENDPOINTS } from '@dartwing/protocol'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { Bucket } from '../src/platform/limits/bucket.ts'
import { OF_ACCOUNT, SIGN_IN } from '../src/platform/limits/limit.ts'
import { readSettings } from '../src/platform/settings.ts'
import {
  type Answer,
  type Api,
  call,
  insert,
  ORG,
  RECEPTION,
  signIn,
  startApi,
  TECH_A,
  TECH_B,
} from './api-kit.ts'

let api: Api
/** Servers behind a proxy, which says where a call comes from. */
let proxied: Api
beforeAll(async () => {
  api = await startApi()
  proxied = await startApi({ TRUST_PROXY: 'loopback' })
})
afterAll(async () => {
  await api.close()
  await proxied.close()
})
// The servers still know whom they refuse, so each test has accounts and addresses of its own.
beforeEach(async () => {
  for (const { sql } of [api, proxied]) await sql.query('TRUNCATE limits.bucket')
})

afterEach(() => {
  vi.useRealTimers()
})

const WRONG = 'not the password'
const stranger = () => `${randomUUID()}@nowhere.test`

function logIn(address: string, email: string, password: string, from?: string): Promise<Answer> {
  const headers: Record<string, string> = from === undefined ? {} : { 'x-forwarded-for': from }
  return call(address, null, ENDPOINTS.login, { body: { email, password }, headers })
}

/** As if so many had been counted already. */
async function count({ sql }: Api, name: string, points: number): Promise<void> {
  const { rowCount } = await sql.query('UPDATE limits.bucket SET points = $2 WHERE key LIKE $1', [
    `${name}:%`,
    points,
  ])
  expect(rowCount).toBeGreaterThan(0)
}

/** As if the window were over. */
const endWindows = ({ sql }: Api) => sql.query('UPDATE limits.bucket SET expire = 1')

async function pointsOf({ sql }: Api, name: string): Promise<number[]> {
  const { rows } = await sql.query<{ points: number }>(
    'SELECT points FROM limits.bucket WHERE key LIKE $1 ORDER BY key',
    [`${name}:%`],
  )
  return rows.map(({ points }) => points)
}

const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status)
const repeat = (times: number, status: number) => Array.from({ length: times }, () => status)

describe('T-12: guessing passwords', () => {
  it.each([
    ['of an account', async () => TECH_A],
    ['of nobody', async () => stranger()],
  ])('%s: ten times, then even the right one waits', async (_whose, emailOf) => {
    const email = await emailOf()
    const from = '192.0.2.1'
    const answers: Answer[] = []
    for (let attempt = 0; attempt < 11; attempt++)
      answers.push(await logIn(proxied.address, email, WRONG, from))
    const { status, body, headers } = await logIn(proxied.address, email, 'demo', from)
    expect([...statusesOf(answers), status]).toEqual([...repeat(10, 401), 429, 429])
    expect([body.code, body.title, body.retryable]).toEqual(['rate_limited', 'Too many requests', true])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(SIGN_IN.accountAndAddress.seconds - 60)
    expect(body.retry_after).toBe(Number(headers.get('retry-after')))
    // From elsewhere, the one who knows it gets in.
    const elsewhere = await logIn(proxied.address, TECH_A, 'demo', '192.0.2.2')
    expect(elsewhere.status).toBe(200)
  })

  it.each([
    ['one address, ever other accounts', SIGN_IN.address, () => [stranger(), '192.0.2.10'] as const],
    ['one account, ever other addresses', SIGN_IN.account, (turn: number) => ['a@b.test', `192.0.3.${turn}`]],
    [
      'ever other accounts and addresses',
      SIGN_IN.everybody,
      (turn: number) => [stranger(), `192.0.4.${turn}`],
    ],
  ] as const)('%s', async (_how, { name, points }, who) => {
    // One of its own: it will refuse everybody.
    const server = await proxied.replica()
    const guess = (turn: number) => {
      const [email, from] = who(turn)
      return logIn(server, email, WRONG, from)
    }
    const first = await guess(1)
    await count(proxied, name, points - 2)
    const rest = [await guess(2), await guess(3), await guess(4), await guess(5)]
    expect(statusesOf([first, ...rest])).toEqual([401, 401, 401, 429, 429])
  })

  it('of a thousand guesses at one account, from as many addresses, a hundred are looked at', async () => {
    const email = stranger()
    const guesses = Array.from({ length: 1_000 }, (_, index) => `198.51.${index >> 8}.${index & 255}`)
    const answers: Answer[] = []
    const lane = async () => {
      for (let from = guesses.pop(); from !== undefined; from = guesses.pop())
        answers.push(await logIn(proxied.address, email, WRONG, from))
    }
    await Promise.all(Array.from({ length: 20 }, lane))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(SIGN_IN.account.points)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(900)
  })

  it('the right password forgets the wrong ones, and costs others nothing', async () => {
    const from = '192.0.2.20'
    for (let turn = 0; turn < 2; turn++) {
      for (let attempt = 0; attempt < 9; attempt++) await logIn(proxied.address, TECH_B, WRONG, from)
      expect((await logIn(proxied.address, TECH_B, 'demo', from)).status).toBe(200)
    }
    expect(await pointsOf(proxied, SIGN_IN.accountAndAddress.name)).toEqual([])
    expect(await pointsOf(proxied, SIGN_IN.address.name)).toEqual([18])
    expect(await pointsOf(proxied, SIGN_IN.everybody.name)).toEqual([18])
  })

  it('who is refused by one limit uses up nothing of the others', async () => {
    const email = stranger()
    const guesses = Array.from({ length: 40 }, () => logIn(proxied.address, email, WRONG, '192.0.2.50'))
    expect(statusesOf(await Promise.all(guesses)).filter((status) => status === 429)).toHaveLength(30)
    expect(await pointsOf(proxied, SIGN_IN.address.name)).toEqual([10])
    expect(await pointsOf(proxied, SIGN_IN.account.name)).toEqual([10])
  })

  it('many who know the password come at once', async () => {
    const answers = Array.from({ length: 30 }, () => logIn(proxied.address, TECH_A, 'demo', '192.0.2.25'))
    expect(statusesOf(await Promise.all(answers))).toEqual(repeat(30, 200))
  })

  it('who goes on waits twice as long each time, six hours at most', async () => {
    const limit = { name: randomUUID(), points: 1, seconds: 3_600, step: 1, escalates: true }
    const waits: (number | null)[] = []
    for (let offence = 0; offence < 4; offence++) {
      // Another process each time: this one would not ask again.
      const bucket = new Bucket(api.sql, limit)
      expect(await bucket.take('k')).toBeNull()
      waits.push(await bucket.take('k'))
      await api.sql.query('UPDATE limits.bucket SET expire = 1 WHERE key LIKE $1', [`${limit.name}:%`])
    }
    expect(waits).toEqual([3_600_000, 7_200_000, 14_400_000, 21_600_000])
  })

  it('keeps no address and no name of anybody', async () => {
    await logIn(proxied.address, TECH_A, WRONG, '192.0.2.30')
    const { rows } = await proxied.sql.query<{ key: string }>('SELECT key FROM limits.bucket')
    expect(rows.length).toBeGreaterThan(0)
    for (const { key } of rows) expect(key).toMatch(/^[a-z_]+:[\w-]{43}$/)
  })
})

describe('T-13: X-Forwarded-For', () => {
  const ROWS = [
    ['without a proxy it says nothing', () => api, (turn: number) => `203.0.113.${turn}`],
    [
      'what a proxy was told is not believed',
      () => proxied,
      (turn: number) => `203.0.113.${turn}, 192.0.2.40`,
    ],
  ] as const
  it.each(ROWS)('%s', async (_name, server, forwarded) => {
    const email = stranger()
    const answers: Answer[] = []
    for (let turn = 0; turn < 11; turn++)
      answers.push(await logIn(server().address, email, WRONG, forwarded(turn)))
    expect(statusesOf(answers)).toEqual([...repeat(10, 401), 429])
  })

  const settings = (TRUST_PROXY: string) =>
    readSettings({ DATABASE_URL: 'postgres://x', AUTH_SECRET: 'x'.repeat(32), TRUST_PROXY }).TRUST_PROXY
  it.each([
    ['', []],
    ['10.0.0.0/8, ::1', ['10.0.0.0/8', '::1']],
    ['loopback,fd00::/8', ['loopback', 'fd00::/8']],
  ])('TRUST_PROXY=%s', (word, expected) => {
    expect(settings(word)).toEqual(expected)
  })
  it.each(['true', '1', '10.0.0.0/33', '10.0.0.0/8/8', 'proxy.example'])(
    'TRUST_PROXY=%s is refused',
    (word) => {
      expect(() => settings(word)).toThrow('TRUST_PROXY')
    },
  )
})

describe('T-14: three servers', () => {
  it('let through together what one would', async () => {
    const servers = [api.address, await api.replica(), await api.replica()]
    const email = stranger()
    const attempts = Array.from({ length: 30 }, (_, turn) => logIn(servers[turn % 3] ?? '', email, WRONG))
    const statuses = statusesOf(await Promise.all(attempts)).sort()
    expect(statuses).toEqual([...repeat(10, 401), ...repeat(20, 429)])
  })

  it('hand out what they took in steps, and no more', async () => {
    const limit = { name: randomUUID(), points: 30, seconds: 60, step: 5, escalates: false }
    const buckets = [1, 2, 3].map(() => new Bucket(api.sql, limit))
    const takes = Array.from({ length: 90 }, (_, turn) => buckets[turn % 3]?.take('k'))
    const granted = (await Promise.all(takes)).filter((wait) => wait === null)
    expect(granted).toHaveLength(30)
  })
})

describe('C-36: a flood of uploads', () => {
  const push = (address: string, token: string) =>
    call(address, token, ENDPOINTS.upsertBatch, {
      body: {
        org: ORG,
        device_id: '5f0a1c9e-0000-4000-8000-000000000036',
        sync_id: randomUUID(),
        client_ts: new Date().toISOString(),
        operations: [insert('Ticket', `TKT-${randomUUID()}`, { subject: 'x', description: 'y' })],
      },
    })

  it('is refused for a minute at most, and then the queue goes on', async () => {
    const token = await signIn(api.address, TECH_B)
    expect((await push(api.address, token)).status).toBe(200)
    await count(api, 'upload', OF_ACCOUNT.upload.points)
    const other = await api.replica()
    const refused = await push(other, token)
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited'])
    const wait = Number(refused.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(OF_ACCOUNT.upload.seconds + 5)
    await endWindows(api)
    expect((await push(await api.replica(), token)).status).toBe(200)
  })

  it('stops neither what the same person reads nor what others send', async () => {
    const token = await signIn(api.address, RECEPTION)
    await push(api.address, token)
    await count(api, 'upload', OF_ACCOUNT.upload.points)
    const other = await api.replica()
    expect((await push(other, token)).status).toBe(429)
    expect((await call(other, token, `${ENDPOINTS.feed}?org=${ORG}`)).status).toBe(200)
    expect((await call(other, token, ENDPOINTS.me)).status).toBe(200)
    expect((await push(other, await signIn(other, TECH_A))).status).toBe(200)
  })

  it('a process that refused lets through again when the window is over', async () => {
    const bucket = new Bucket(api.sql, {
      name: randomUUID(),
      points: 2,
      seconds: 3_600,
      step: 2,
      escalates: false,
    })
    const waits = [await bucket.take('k'), await bucket.take('k'), await bucket.take('k')]
    expect(waits.slice(0, 2)).toEqual([null, null])
    expect(waits[2]).toBeGreaterThan(0)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 })
    expect(await bucket.take('k')).toBeNull()
  })
})

describe('without its table', () => {
  it('nobody is kept from syncing or signing in, and each server counts for itself', async () => {
    const server = await api.replica()
    await api.sql.query('ALTER SCHEMA limits RENAME TO lost')
    try {
      const token = await signIn(server, TECH_A)
      expect((await call(server, token, `${ENDPOINTS.feed}?org=${ORG}`)).status).toBe(200)
      const email = stranger()
      const answers: Answer[] = []
      for (let turn = 0; turn < 11; turn++) answers.push(await logIn(server, email, WRONG))
      expect(statusesOf(answers)).toEqual([...repeat(10, 401), 429])
    } finally {
      await api.sql.query('ALTER SCHEMA lost RENAME TO limits')
    }
  })

  it('without a database too', async () => {
    const nowhere = new pg.Pool({ connectionString: 'postgres://127.0.0.1:1/none' })
    const bucket = new Bucket(nowhere, { name: 'x', points: 4, seconds: 60, step: 2, escalates: true })
    const waits: (number | null)[] = []
    for (let turn = 0; turn < 5; turn++) waits.push(await bucket.take('k'))
    expect(waits.slice(0, 4)).toEqual([null, null, null, null])
    expect(waits[4]).toBeGreaterThan(0)
    await nowhere.end()
  })
})
