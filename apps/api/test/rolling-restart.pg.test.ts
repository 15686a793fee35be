/** Three servers behind a proxy are replaced one after the other while ten devices sync: no sync fails. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSyncClient, type SyncClient } from '@dartwing/client'
import { checkInvariants } from '@dartwing/operate/check'
import { isClean, toTable } from '@dartwing/operate/report'
import { cloneDatabase, type Database } from '@dartwing/testkit'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest'
import { ADMIN, insert, ORG, rawDevice } from './api-kit.ts'
import { type ApiProcess, MANY_STARTS_MS, startApiProcess } from './api-process.ts'
import { type RoundRobin, startRoundRobin } from './round-robin.ts'

const SERVERS = 3
const DEVICES = 10
const SYNCS_BETWEEN = 20
const PATIENT = { timeout: 60_000, interval: 5 }

let database: Database
let sql: pg.Pool
let servers: ApiProcess[]
let proxy: RoundRobin
let folder: string
const devices: SyncClient[] = []
beforeAll(async () => {
  database = await cloneDatabase(inject('databaseTemplate'))
  sql = new pg.Pool({ connectionString: database.url, max: 1 })
  folder = await mkdtemp(join(tmpdir(), 'dartwing-rolling-'))
  const start = () => startApiProcess(database.url, { DRAIN_DELAY_MS: '1000', DATABASE_POOL: '6' })
  // All at once, on a database in which nobody has made the first accounts yet.
  servers = await Promise.all(Array.from({ length: SERVERS }, start))
  proxy = await startRoundRobin(servers.map(({ address }) => address))
}, MANY_STARTS_MS)
afterAll(async () => {
  for (const device of devices) await device.close()
  await proxy.close()
  await Promise.all(servers.map((server) => server.kill()))
  await sql.end()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

interface Tally {
  syncs: number
  /** Every sync that did not end well, in words. */
  readonly failed: string[]
  readonly written: string[]
  /** Requests that had to be sent again: cut connections, and refusals of a server that stops. */
  cut: number
  refused: number
  /** Times that a device's socket came back. */
  reconnected: number
}

async function openDevice(tally: Tally): Promise<SyncClient> {
  const device = await createSyncClient({
    address: proxy.address,
    org: ORG,
    database: join(folder, `${randomUUID()}.sqlite`),
    ports: {
      fetch: async (address, init) => {
        try {
          const answer = await fetch(address, init)
          if (answer.status === 503) tally.refused += 1
          return answer
        } catch (error) {
          tally.cut += 1
          throw error
        }
      },
    },
  })
  devices.push(device)
  await device.login(ADMIN, 'demo')
  await device.connect()
  device.subscribe((event) => {
    if (event.type === 'live' && event.connected) tally.reconnected += 1
  })
  return device
}

/** Writes and syncs until told to stop: every time a new ticket, and one more part on the job of all. */
async function keepSyncing(
  device: SyncClient,
  job: string,
  tally: Tally,
  isOver: () => boolean,
): Promise<void> {
  for (let count = 1; !isOver(); count += 1) {
    const name = `TKT-${randomUUID()}`
    await device.queueChange('Ticket', name, { subject: `no. ${count}` })
    tally.written.push(name)
    const mine = (await device.get('Dispatch Job', job))?.data?.parts_used
    const parts = Array.isArray(mine) ? mine : []
    await device.queueChange('Dispatch Job', job, { parts_used: oneMore(parts) })
    const result = await device.sync()
    tally.syncs += 1
    const isFine =
      result.ended.kind === 'complete' && result.retry.length === 0 && result.rejected.length === 0
    if (!isFine) tally.failed.push(`${JSON.stringify(result.ended)}, ${result.retry.length} left`)
  }
}

function oneMore(parts: readonly unknown[]): { item_code: string; quantity: number }[] {
  const quantity: unknown =
    typeof parts[0] === 'object' && parts[0] !== null ? Reflect.get(parts[0], 'quantity') : 0
  return [{ item_code: 'FUSE', quantity: Number(quantity) + 1 }]
}

/** As a deployment does. The proxy may notice in time or not: a refused connection goes to the next server. */
async function restart(server: ApiProcess): Promise<void> {
  expect(await server.stop()).toBe(0)
  await server.start()
  await vi.waitUntil(() => proxy.isReady(server.address), PATIENT)
}

it('a server that is told to stop says so, and goes on serving until a proxy has had time to notice', async () => {
  const server = await startApiProcess(database.url, { DRAIN_DELAY_MS: '120000' })
  const device = await rawDevice(server.address, ADMIN)
  const ready = () => fetch(`${server.address}/health/ready`)
  expect((await ready()).status).toBe(200)
  const stopped = server.stop()
  await vi.waitUntil(async () => (await ready()).status === 503, PATIENT)
  const answer = await device.push([insert('Ticket', `TKT-${randomUUID()}`, { subject: 'late' })])
  // On another connection next time, which the proxy gives to another server.
  expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close'])
  await server.kill()
  expect(await stopped).toBeNull()
})

it('every sync succeeds, nothing is lost or doubled, and sockets move on', {
  timeout: MANY_STARTS_MS,
}, async () => {
  const job = `JOB-${randomUUID()}`
  const office = await rawDevice(proxy.address, ADMIN)
  await office.results([insert('Dispatch Job', job, { title: 'shared', parts_used: [] })])
  const tally: Tally = { syncs: 0, failed: [], written: [], cut: 0, refused: 0, reconnected: 0 }
  for (let count = 0; count < DEVICES; count += 1) await openDevice(tally)
  for (const device of devices) await device.sync()
  let isOver = false
  const work = Promise.all(devices.map((device) => keepSyncing(device, job, tally, () => isOver)))
  try {
    for (const server of servers) {
      const before = tally.syncs
      await vi.waitUntil(() => tally.syncs > before + SYNCS_BETWEEN, PATIENT)
      await restart(server)
    }
  } finally {
    isOver = true
    await work
  }
  const isLive = async () => (await Promise.all(devices.map((one) => one.status()))).every(({ live }) => live)
  await vi.waitUntil(isLive, PATIENT)

  const { rows } = await sql.query(
    `SELECT (SELECT count(*)::int FROM document WHERE name = ANY ($1)) AS there,
      (SELECT count(*)::int FROM document_version WHERE name = ANY ($1)) AS versions,
      (SELECT (data -> 'parts_used' -> 0 ->> 'quantity')::int FROM document WHERE name = $2) AS parts`,
    [tally.written, job],
  )
  const { syncs, cut, refused, reconnected } = tally
  console.info(
    `${SERVERS} servers replaced under ${DEVICES} devices: ${syncs} syncs, ${tally.failed.length} failed; ` +
      `${cut} requests cut and ${refused} refused, all sent again; ${proxy.refused()} connections nobody took; ` +
      `sockets came back ${reconnected} times`,
  )
  expect(tally.failed).toEqual([])
  expect(rows).toEqual([{ there: syncs, versions: syncs, parts: syncs }])
  // Every server had some of the sockets, and every one was stopped.
  expect(reconnected).toBeGreaterThanOrEqual(DEVICES)
  const reports = await checkInvariants(database.url)
  expect(isClean(reports), toTable(reports)).toBe(true)
})
