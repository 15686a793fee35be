/** Four servers, each an operating-system process, meet two hundred deadlines at the same moment. */
import { cloneDatabase } from '@dartwing/testkit'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest'
import { RECEPTION } from './api-kit.ts'
import { type ApiProcess, MANY_STARTS_MS, startApiProcess } from './api-process.ts'
import { heldAppointments } from './conflict-kit.ts'

const PROCESSES = 4
const CONFLICTS = 200

let database: Awaited<ReturnType<typeof cloneDatabase>>
let owner: pg.Pool
let processes: ApiProcess[] = []
beforeAll(async () => {
  database = await cloneDatabase(inject('databaseTemplate'))
  owner = new pg.Pool({ connectionString: database.url, max: 2 })
  const start = () => startApiProcess(database.url, { NODE_ENV: 'test' })
  const first = await start()
  processes = [first]
  await heldAppointments(first.address, RECEPTION, CONFLICTS)
  await first.kill()
  // Together, so that their sweeps come together.
  processes = await Promise.all(Array.from({ length: PROCESSES }, start))
}, MANY_STARTS_MS)
afterAll(async () => {
  await Promise.all(processes.map((one) => one.kill()))
  await owner.end()
  await database.drop()
})

const count = async (sql: string): Promise<number> =>
  (await owner.query(`SELECT count(*)::int AS n ${sql}`)).rows[0].n

it('each deadline takes effect once', { timeout: MANY_STARTS_MS }, async () => {
  const gate = await owner.connect()
  // Every commit ends at the organisation's counter: holding it holds all sweeps in the middle of theirs.
  await gate.query('BEGIN')
  await gate.query("SELECT 1 FROM org_counter WHERE org_id = 'ORG-DEMO' FOR UPDATE")
  await owner.query("UPDATE conflict SET due_at = now() - interval '1 minute'")
  const waiting = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
  await vi.waitUntil(async () => (await count(waiting)) === PROCESSES, { timeout: 60_000, interval: 20 })
  await gate.query('COMMIT')
  gate.release()
  await vi.waitUntil(async () => (await count("FROM conflict WHERE state = 'open'")) === 0, {
    timeout: 60_000,
    interval: 50,
  })
  const counts = {
    conflicts: await count("FROM conflict WHERE state = 'auto_resolved'"),
    events: await count("FROM conflict_event WHERE type = 'auto_resolved'"),
    receipts: await count("FROM mutation WHERE op = 'timeout' AND status = 'success'"),
    // The server's version stands: the deadline makes no version of its own.
    versions: await count('FROM document_version'),
    transactions: await count('FROM (SELECT DISTINCT xmin::text FROM conflict) t'),
  }
  console.info(`${PROCESSES} processes:`, counts)
  expect(counts).toMatchObject({
    conflicts: CONFLICTS,
    events: CONFLICTS,
    receipts: CONFLICTS,
    versions: 2 * CONFLICTS,
  })
  expect(counts.transactions).toBeGreaterThanOrEqual(PROCESSES)
})
