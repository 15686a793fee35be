/** kill -9, of the server and of PostgreSQL, while six devices push: nothing acknowledged is lost or doubled. */
import { checkInvariants } from '@dartwing/operate/check'
import { isClean, toTable } from '@dartwing/operate/report'
import { startPostgresToCrash } from '@dartwing/testkit'
import pg from 'pg'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type ApiProcess, MANY_STARTS_MS, startApiProcess } from './api-process.ts'
import { keepPushing, openDevices, openSharedJob, type Tally } from './persistent-device.ts'

const DEVICES = 6
let postgres: Awaited<ReturnType<typeof startPostgresToCrash>>
let api: ApiProcess
let looker: pg.Pool
beforeEach(async () => {
  postgres = await startPostgresToCrash()
  looker = new pg.Pool({ connectionString: postgres.url, max: 1 })
  looker.on('error', () => {})
  api = await startApiProcess(postgres.url, { NODE_ENV: 'development' })
})
afterEach(async () => {
  await api.kill()
  await looker.end()
  await postgres.stop()
})

interface Fault {
  readonly name: string
  readonly times: number
  readonly strike: () => Promise<void>
}

const FAULTS: readonly Fault[] = [
  {
    name: 'the server',
    times: 4,
    strike: async () => {
      await api.kill()
      await api.start()
    },
  },
  {
    name: 'PostgreSQL',
    times: 4,
    strike: async () => {
      await postgres.crash()
      await postgres.restart()
      await api.untilReady()
    },
  },
]

it.each(FAULTS)(
  'kill -9 of $name in the middle of batches',
  { timeout: MANY_STARTS_MS },
  async ({ name, times, strike }) => {
    const job = await openSharedJob(api)
    const tally: Tally = { acknowledged: new Map(), retried: 0, replayed: 0, inFlight: 0 }
    let isOver = false
    const devices = (await openDevices(api, DEVICES)).map((device) =>
      keepPushing(device, { api, job, tally, isOver: () => isOver }),
    )
    for (let strikes = 0; strikes < times; strikes += 1) {
      const before = tally.acknowledged.size
      const isBusy = () => tally.acknowledged.size > before + 60 && tally.inFlight > 1
      await vi.waitUntil(isBusy, { timeout: 60_000, interval: 1 })
      // Every other time a batch is committed of which no device has heard yet.
      const isUnheard = async () => (await receipts()) > tally.acknowledged.size + 1
      if (strikes % 2 === 1) await vi.waitUntil(isUnheard, { timeout: 60_000, interval: 0 })
      await strike()
    }
    isOver = true
    await Promise.all(devices)

    const found = await lookUp([...tally.acknowledged.keys()], job)
    console.log(
      `kill -9 of ${name}, ${times} times: ${tally.acknowledged.size} acknowledged, ${found.applied} applied, ` +
        `${found.doubled} applied twice; ${tally.retried} batches sent again, ` +
        `${tally.replayed} changes answered from the ledger`,
    )
    expect(new Set(tally.acknowledged.values())).toEqual(new Set(['success']))
    expect(tally.retried).toBeGreaterThan(0)
    expect(found).toEqual({
      applied: tally.acknowledged.size,
      doubled: 0,
      parts: tally.acknowledged.size / 20,
    })
    const reports = await checkInvariants(postgres.url)
    expect(isClean(reports), toTable(reports)).toBe(true)
  },
)

/** What the database says, read past the server. */
async function lookUp(ids: readonly string[], job: string) {
  const { rows } = await looker.query<{ applied: number; doubled: number; parts: number }>(
    `SELECT count(DISTINCT v.mutation_id)::int AS applied, (count(*) - count(DISTINCT v.mutation_id))::int AS doubled,
      (SELECT (d.data -> 'parts_used' -> 0 ->> 'quantity')::int FROM document d WHERE d.name = $2) AS parts
     FROM document_version v JOIN mutation m ON m.org_id = v.org_id AND m.mutation_id = v.mutation_id
     WHERE v.mutation_id = ANY ($1::uuid[])`,
    [ids, job],
  )
  const [row] = rows
  if (row === undefined) throw new Error('An aggregate has always a row')
  return row
}

async function receipts(): Promise<number> {
  const { rows } = await looker.query<{ n: number }>('SELECT count(*)::int AS n FROM mutation')
  return rows[0]?.n ?? 0
}
