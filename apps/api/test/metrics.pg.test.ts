/** What `/metrics` says, against what was done. */
import { randomUUID } from 'node:crypto'
import { startPostgresToCrash } from '@dartwing/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { DeadlinesJob } from '../src/conflicts/deadlines.job.ts'
import { createApp } from '../src/create-app.ts'
import { migrate } from '../src/platform/prisma/migrate.ts'
import { readSettings } from '../src/platform/settings.ts'
import { ADMIN, type Api, call, insert, rawDevice, startApi, TEST_ENVIRONMENT, update } from './api-kit.ts'
import { Desk, PICK_CLIENT } from './conflict-kit.ts'

let api: Api
let desk: Desk
beforeAll(async () => {
  api = await startApi()
  desk = await Desk.open(api)
})
afterAll(() => api.close())

type Samples = ReadonlyMap<string, number>

/** Every sample of a scrape, by name and labels as they are written. */
async function scrape(address = api.address): Promise<Samples> {
  const text = await (await fetch(`${address}/metrics`)).text()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(' ')
      return [line.slice(0, space), Number(line.slice(space + 1))]
    }),
  )
}

/** By how much all samples of a metric that have this label have grown together. */
function growth(before: Samples, after: Samples, name: string, label = ''): number {
  const total = (samples: Samples) =>
    [...samples]
      .filter(([key]) => key.split('{')[0] === name && key.includes(label))
      .reduce((sum, [, value]) => sum + value, 0)
  return total(after) - total(before)
}

const HOUR_MS = 3_600_000

describe('counters', () => {
  it('five changes that a rule overrules count five times, and not again when they are repeated', async () => {
    const phone = await rawDevice(api.address, ADMIN)
    const names = Array.from({ length: 5 }, () => `JOB-${randomUUID()}`)
    await desk.office.results(names.map((name) => insert('Dispatch Job', name, { service_type: 'Repair' })))
    await phone.results(names.map((name) => update('Dispatch Job', name, 1, { service_type: 'Advice' })))
    const changes = names.map((name) => update('Dispatch Job', name, 1, { service_type: 'Removal' }))
    const [before, other] = [await scrape(), await api.replica()]
    await desk.office.results(changes)
    const after = await scrape()
    const counted = [
      growth(before, after, 'sync_conflicts_total', 'doctype="Dispatch Job",strategy="field_level"'),
      growth(before, after, 'sync_operations_total', 'status="conflict"'),
      growth(before, after, 'auto_resolved_total', 'reason="rule"'),
      growth(before, after, 'sync_duration_seconds_count'),
      growth(before, after, 'sync_lag_seconds_count'),
    ]
    expect(counted).toEqual([5, 5, 5, 1, 5])
    await desk.office.results(changes)
    expect(growth(after, await scrape(), 'sync_conflicts_total')).toBe(0)
    // What one process did is not counted by another.
    expect(growth(new Map(), await scrape(other), 'sync_conflicts_total')).toBe(0)
  })

  it('the age of a change is measured by the clock of its device, however wrong that is', async () => {
    const sent = Date.parse('2001-01-01T12:00:00Z')
    const operation = insert(
      'Ticket',
      `TKT-${randomUUID()}`,
      { subject: 'x' },
      { client_ts: new Date(sent - 6 * HOUR_MS).toISOString() },
    )
    const before = await scrape()
    await desk.office.results([operation], { client_ts: new Date(sent).toISOString() })
    const after = await scrape()
    const grown = (label: string) => growth(before, after, 'sync_lag_seconds_bucket', label)
    expect([grown('le="14400"'), grown('le="43200"')]).toEqual([0, 1])
    expect(growth(before, after, 'sync_lag_seconds_sum')).toBe(6 * 3600)
  })

  it('tell who decided: a person, the deadline', async () => {
    const [byPerson, byTimer] = [await desk.movedTwice(), await desk.movedTwice()]
    const before = await scrape()
    expect(
      (await desk.ask('resolve', byPerson.id, { body: { action: 'choose', ...PICK_CLIENT } })).status,
    ).toBe(200)
    await desk.expire(byTimer.id)
    await api.app.get(DeadlinesJob).sweep()
    const byDeadline = (samples: Samples) =>
      growth(before, samples, 'auto_resolved_total', 'reason="deadline"')
    await vi.waitUntil(async () => byDeadline(await scrape()) > 0, { timeout: 60_000 })
    const after = await scrape()
    expect(growth(before, after, 'manual_resolutions_total', 'doctype="Appointment"')).toBe(1)
    expect(byDeadline(after)).toBe(1)
    // The test's deadline was a minute ago.
    const lateness = growth(before, after, 'conflict_deadline_lateness_seconds_sum')
    expect(lateness).toBeGreaterThan(59)
  })

  it('refused sign-ins are counted by what was wrong', async () => {
    const before = await scrape()
    await call(api.address, null, '/api/auth/login', { body: { email: ADMIN, password: 'wrong' } })
    await call(api.address, null, '/api/auth/me')
    const after = await scrape()
    const counted = ['wrong_credentials', 'unauthenticated'].map((code) =>
      growth(before, after, 'http_problems_total', `code="${code}"`),
    )
    expect(counted).toEqual([1, 1])
  })

  it('no label names an organisation, a person or a document', async () => {
    const { name } = await desk.movedTwice()
    const labels = [...(await scrape()).keys()].join('\n')
    for (const secret of ['ORG-', '@demo.test', name, 'APT-']) expect(labels).not.toContain(secret)
  })
})

describe('what waits', () => {
  it('is counted over all organisations: jobs, conflicts, and those whose deadline had no effect', async () => {
    const { rows } = await api.sql.query(`SELECT count(*)::int AS open FROM conflict WHERE state = 'open'`)
    // Nobody does jobs of this name, and one of them has failed for good.
    await api.sql.query(
      `SELECT graphile_worker.add_job('nobody.knows', run_at => now() - interval '1 hour') FROM generate_series(1, 3)`,
    )
    await api.sql.query(
      `UPDATE graphile_worker._private_jobs SET attempts = max_attempts
       WHERE id = (SELECT max(id) FROM graphile_worker._private_jobs)`,
    )
    const samples = await scrape(await api.replica())
    expect(samples.get('sync_conflicts_open')).toBe(rows[0].open)
    expect(samples.get('sync_conflicts_overdue')).toBe(0)
    expect([samples.get('sync_queue_depth'), samples.get('sync_queue_failed')]).toEqual([2, 1])
    expect(samples.get('sync_queue_oldest_seconds')).toBeGreaterThanOrEqual(3600)
    expect(samples.get('database_reachable')).toBe(1)
    const connections = ['in_use', 'idle', 'waiting'].map((state) =>
      samples.get(`database_connections{state="${state}"}`),
    )
    expect(connections.every((count) => Number.isInteger(count))).toBe(true)
  })

  it('is not a number while the database is away, and the scrape still answers', async () => {
    const fresh = await api.replica()
    const url = new URL(api.databaseUrl)
    const name = url.pathname.slice(1)
    url.pathname = '/postgres'
    const administrator = new pg.Client({ connectionString: url.href })
    await administrator.connect()
    try {
      await administrator.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
      await administrator.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
        name,
      ])
      const samples = await scrape(fresh)
      expect(samples.get('database_reachable')).toBe(0)
      expect(samples.get('sync_queue_depth')).toBeNaN()
      expect(samples.get('sync_conflicts_open')).toBeNaN()
    } finally {
      await administrator.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)
      await administrator.end()
    }
  })
})

describe('in production', () => {
  const TOKEN = 'a token for the scraper'
  let postgres: Awaited<ReturnType<typeof startPostgresToCrash>>
  beforeAll(async () => {
    postgres = await startPostgresToCrash()
    await migrate(postgres.url)
  })
  afterAll(() => postgres.stop())

  it.each([
    { token: '', sent: undefined, status: 404 },
    { token: '', sent: 'Bearer ', status: 404 },
    { token: TOKEN, sent: undefined, status: 401 },
    { token: TOKEN, sent: `Bearer ${TOKEN}x`, status: 401 },
    { token: TOKEN, sent: `Bearer ${TOKEN}`, status: 200 },
  ])('with the token "$token", $sent is answered with $status', async ({ token, sent, status }) => {
    const environment = { ...TEST_ENVIRONMENT, NODE_ENV: 'production', DEMO: '0', METRICS_TOKEN: token }
    const app = await createApp(readSettings({ ...environment, DATABASE_URL: postgres.url }))
    try {
      const headers = sent === undefined ? {} : { authorization: sent }
      const answer = await app.inject({ url: '/metrics', headers })
      expect(answer.statusCode).toBe(status)
      expect(answer.body.includes('sync_operations_total')).toBe(status === 200)
    } finally {
      await app.close()
    }
  })
})
