/** Several server processes on one database, asked at the same moment. */
import { randomUUID } from 'node:crypto'
import { checkInvariants } from '@dartwing/operate/check'
import { isClean, toTable } from '@dartwing/operate/report'
import type { ItemResult } from '@dartwing/protocol'
import { cloneDatabase, type Database } from '@dartwing/testkit'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { ADMIN, insert, type RawDevice, rawDevice, update } from './api-kit.ts'
import { type ApiProcess, MANY_STARTS_MS, startApiProcess } from './api-process.ts'

let database: Database
let sql: pg.Pool
let processes: ApiProcess[]
beforeAll(async () => {
  database = await cloneDatabase(inject('databaseTemplate'))
  sql = new pg.Pool({ connectionString: database.url, max: 2 })
  // One after the other: the first migrates and makes the accounts.
  processes = [await startApiProcess(database.url)]
  processes.push(...(await Promise.all([startApiProcess(database.url), startApiProcess(database.url)])))
}, MANY_STARTS_MS)
afterAll(async () => {
  for (const process of processes) await process.kill()
  await sql.end()
  await database.drop()
})
afterEach(async () => {
  const reports = await checkInvariants(database.url)
  expect(isClean(reports), toTable(reports)).toBe(true)
})

const devicesOf = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      rawDevice(processes[index % processes.length]?.address ?? '', ADMIN),
    ),
  )

const deadlocks = async () =>
  (await sql.query('SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()'))
    .rows[0].n

/** The answer but for what a replay may change: when it was given, and that it is one. */
const essence = ({ server_ts, replayed, ...result }: ItemResult) => result

describe('one batch, three processes, at once', () => {
  it.each(Array.from({ length: 10 }, (_, round) => round + 1))('round %i', async (round) => {
    const [first, ...others] = await devicesOf(3)
    if (first === undefined) throw new Error('There are three devices')
    const job = `JOB-${randomUUID()}`
    const appointment = `APT-${randomUUID()}`
    await first.results([insert('Dispatch Job', job, { title: 'x', parts_used: [] })])
    const batch = [
      update('Dispatch Job', job, 1, { parts_used: [{ item_code: 'FUSE', quantity: 2 }] }),
      insert('Ticket', `TKT-${randomUUID()}`, { subject: 'once' }),
      insert('Appointment', appointment, { attendee_name: 'A', ...hour(round) }),
      insert('Ticket', `TKT-${randomUUID()}`, { sla_status: 'Breached' }),
    ]
    const answers = await Promise.all(
      [first, ...others].map((device) => device.results(batch, { device_id: first.device_id })),
    )
    expect(answers.map((results) => results.map(essence))).toEqual(
      answers.map(() => answers[0]?.map(essence)),
    )
    const replays = answers.map((results) => results.map(({ replayed }) => replayed))
    expect(replays.map((flags) => new Set(flags).size)).toEqual([1, 1, 1])
    expect(replays.filter(([isReplayed]) => isReplayed)).toHaveLength(2)
    expect(answers[0]?.map(({ status }) => status)).toEqual(['success', 'success', 'success', 'rejected'])
    const { rows } = await sql.query(
      `SELECT d.version, d.data -> 'parts_used' -> 0 -> 'quantity' AS quantity,
         (SELECT count(*)::int FROM slot s WHERE s.name = $2) AS booked
       FROM document d WHERE d.name = $1`,
      [job, appointment],
    )
    expect(rows).toEqual([{ version: 2, quantity: 2, booked: 1 }])
  })
})

const hour = (day: number, from = 10) => ({
  provider: 'P-RACE',
  appointment_datetime: `2034-01-${String(day).padStart(2, '0')}T${from}:00:00Z`,
  appointment_end_datetime: `2034-01-${String(day).padStart(2, '0')}T${from + 1}:00:00Z`,
})

describe('locks that cross', () => {
  it('batches that name the same documents in opposite order are all settled', async () => {
    const devices = await devicesOf(6)
    const names = Array.from({ length: 20 }, () => `JOB-${randomUUID()}`)
    const parts = (quantity: number) => ({ parts_used: [{ item_code: 'FUSE', quantity }] })
    const jobs = names.map((name) => insert('Dispatch Job', name, { title: 'x', parts_used: [] }))
    await settled(devices[0], jobs)
    for (let round = 1; round <= 8; round += 1) {
      await Promise.all(
        devices.map((device, index) => {
          const ordered = index % 2 === 0 ? names : names.toReversed()
          return settled(
            device,
            ordered.map((name) => update('Dispatch Job', name, 1, parts(round))),
          )
        }),
      )
    }
    const { rows } = await sql.query(
      `SELECT DISTINCT version, data -> 'parts_used' -> 0 -> 'quantity' AS quantity FROM document
       WHERE name = ANY ($1)`,
      [names],
    )
    expect(rows).toEqual([{ version: 1 + 6 * 8, quantity: 6 * 8 }])
    expect(await deadlocks()).toBe(0)
  })

  it('batches that book the same hours in opposite order are all settled, each hour once', async () => {
    const devices = await devicesOf(6)
    const hours = Array.from({ length: 8 }, (_, index) => index + 10)
    const answers = await Promise.all(
      devices.map((device, index) => {
        const ordered = index % 2 === 0 ? hours : hours.toReversed()
        return settled(
          device,
          ordered.map((from) =>
            insert('Appointment', `APT-${randomUUID()}`, { attendee_name: 'A', ...hour(20, from) }),
          ),
        )
      }),
    )
    const statuses = answers.flat().map(({ status }) => status)
    expect(statuses.filter((status) => status === 'success')).toHaveLength(hours.length)
    expect(statuses.filter((status) => status === 'conflict_manual')).toHaveLength(5 * hours.length)
    expect(await deadlocks()).toBe(0)
  })

  it('devices that swap two appointments at once are all settled', async () => {
    const devices = await devicesOf(6)
    const [a, b] = [`APT-${randomUUID()}`, `APT-${randomUUID()}`]
    await settled(devices[0], [
      insert('Appointment', a, { attendee_name: 'A', ...hour(25, 10) }),
      insert('Appointment', b, { attendee_name: 'B', ...hour(25, 12) }),
    ])
    await Promise.all(
      devices.map((device, index) => {
        const moves = [update('Appointment', a, 1, hour(25, 12)), update('Appointment', b, 1, hour(25, 10))]
        return settled(device, index % 2 === 0 ? moves : moves.toReversed())
      }),
    )
    expect(await deadlocks()).toBe(0)
  })
})

/** Every item must come to rest at the first try: no deadlock, no `retry` and no problem reaches a device. */
async function settled(device: RawDevice | undefined, operations: readonly unknown[]): Promise<ItemResult[]> {
  if (device === undefined) throw new Error('There is such a device')
  const results = await device.results(operations)
  expect(results.filter(({ status }) => status === 'retry' || status === 'rejected')).toEqual([])
  return results
}
