/** U-41: a server that is told to stop answers what it has begun, refuses what comes, and ends well. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { ENDPOINTS } from '@dartwing/protocol'
import { cloneDatabase, type Database } from '@dartwing/testkit'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, it, vi } from 'vitest'
import { ADMIN, insert, ORG, rawDevice, signIn, update } from './api-kit.ts'
import { type ApiProcess, MANY_STARTS_MS, startApiProcess } from './api-process.ts'
import { keepPushing, openDevices, openSharedJob, type Tally } from './persistent-device.ts'

const DEVICES = 6
const STOPS = 3
let database: Database
let sql: pg.Pool
let api: ApiProcess
beforeEach(async () => {
  database = await cloneDatabase(inject('databaseTemplate'))
  sql = new pg.Pool({ connectionString: database.url, max: 2 })
  api = await startApiProcess(database.url)
})
afterEach(async () => {
  await api.kill()
  await sql.end()
  await database.drop()
})

it('told to stop while devices push, it answers every batch it took, and ends with 0', {
  timeout: MANY_STARTS_MS,
}, async () => {
  const job = await openSharedJob(api)
  const tally: Tally = { acknowledged: new Map(), retried: 0, replayed: 0, inFlight: 0 }
  let isOver = false
  const devices = (await openDevices(api, DEVICES)).map((device) =>
    keepPushing(device, { api, job, tally, isOver: () => isOver }),
  )
  for (let stops = 0; stops < STOPS; stops += 1) {
    const before = tally.acknowledged.size
    const isBusy = () => tally.acknowledged.size > before + 60 && tally.inFlight > 1
    await vi.waitUntil(isBusy, { timeout: 60_000, interval: 1 })
    expect(await api.stop()).toBe(0)
    await api.start()
  }
  isOver = true
  await Promise.all(devices)

  const { rows } = await sql.query(
    `SELECT (SELECT count(*)::int FROM document_version WHERE mutation_id = ANY ($1::uuid[])) AS applied,
      (SELECT (data -> 'parts_used' -> 0 ->> 'quantity')::int FROM document WHERE name = $2) AS parts`,
    [[...tally.acknowledged.keys()], job],
  )
  const acknowledged = tally.acknowledged.size
  expect(rows).toEqual([{ applied: acknowledged, parts: acknowledged / 20 }])
  expect(new Set(tally.acknowledged.values())).toEqual(new Set(['success']))
  // Some were refused; none was applied without its device hearing of it.
  expect(tally.retried).toBeGreaterThan(0)
  expect(tally.replayed).toBe(0)
})

it('answers the batch it is at, and refuses the next: on a new connection, and on the same', async () => {
  const key = `TKT-${randomUUID()}`
  await (await rawDevice(api.address, ADMIN)).results([insert('Ticket', key, { subject: 'before' })])
  const token = await signIn(api.address, ADMIN)
  const { hostname, port } = new URL(api.address)
  const gate = await sql.connect()
  await gate.query('BEGIN')
  await gate.query('SELECT 1 FROM document WHERE name = $1 FOR UPDATE', [key])
  const socket = connect({ host: hostname, port: Number(port) })
  let answers = ''
  socket.on('data', (chunk) => {
    answers += chunk
  })
  const isClosed = once(socket, 'close')
  socket.write(asHttp(token, update('Ticket', key, 1, { subject: 'after' })))
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  await vi.waitUntil(async () => (await sql.query(waiting)).rowCount === 1, { timeout: 60_000 })

  const stopped = api.stop()
  const isRefused = () =>
    fetch(`${api.address}/health/live`).then(
      () => false,
      () => true,
    )
  await vi.waitUntil(isRefused, { timeout: 60_000 })
  const late = `TKT-${randomUUID()}`
  socket.write(asHttp(token, insert('Ticket', late, { subject: 'late' })))
  await gate.query('COMMIT')
  gate.release()
  await isClosed
  expect(await stopped).toBe(0)

  const [first, second] = answers.split(/(?=HTTP\/1\.1 )/)
  expect(first).toMatch(/^HTTP\/1\.1 200 /)
  expect(first).toContain('"status":"success"')
  expect(second).toMatch(/^HTTP\/1\.1 503 /)
  expect(second).toMatch(/^connection: close\r$/im)
  expect(second).toMatch(/^retry-after: 1\r$/im)
  expect(second).toContain('"code":"unavailable"')
  const { rows } = await sql.query('SELECT name, version FROM document WHERE name IN ($1, $2)', [key, late])
  expect(rows).toEqual([{ name: key, version: 2 }])
})

/** One `upsert_batch`, as it goes over the wire. */
function asHttp(token: string, operation: unknown): string {
  const body = JSON.stringify({
    org: ORG,
    device_id: randomUUID(),
    sync_id: randomUUID(),
    client_ts: new Date().toISOString(),
    operations: [operation],
  })
  const head = [
    `POST ${ENDPOINTS.upsertBatch} HTTP/1.1`,
    'host: x',
    `authorization: Bearer ${token}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}
