/**
 * A restore from a backup: the server forgets what came after it, and the devices bring it back.
 *
 *   work ── backup ── more work, acknowledged ── database replaced by the backup ── npm run restored ── devices sync
 */
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createSyncClient, type SyncClient } from '@dartwing/client'
import { checkInvariants } from '@dartwing/operate/check'
import { isClean, toTable } from '@dartwing/operate/report'
import { cloneDatabase, type Database } from '@dartwing/testkit'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { ADMIN, ORG } from './api-kit.ts'
import { type ApiProcess, MANY_STARTS_MS, startApiProcess } from './api-process.ts'

const RESTORED = fileURLToPath(new URL('../../../tooling/operate/restored.ts', import.meta.url))
const TERMINAL = ['success', 'conflict', 'conflict_manual']

let live: Database
let api: ApiProcess
let directory: string
const devices: SyncClient[] = []
beforeEach(async () => {
  live = await cloneDatabase(inject('databaseTemplate'))
  api = await startApiProcess(live.url)
  directory = await mkdtemp(join(tmpdir(), 'dartwing-restore-'))
})
afterEach(async () => {
  for (const device of devices.splice(0)) await device.close()
  await api.kill()
  await live.drop()
  await rm(directory, { recursive: true, force: true })
})

async function device(): Promise<SyncClient> {
  const database = join(directory, `${randomUUID()}.sqlite`)
  const client = await createSyncClient({ address: api.address, org: ORG, database, app_version: 'test' })
  devices.push(client)
  await client.login(ADMIN, 'demo')
  return client
}

async function query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: live.url })
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}

/** Every document's content; versions and places in the feed may differ after a restore. */
const contents = () =>
  query('SELECT doctype, name, data FROM document WHERE org_id = $1 ORDER BY doctype, name', [ORG])

/** Syncs and answers the ids that came to rest as accepted. */
async function acknowledgedBy(client: SyncClient): Promise<string[]> {
  const { results, ended } = await client.sync()
  expect(ended.kind).toBe('complete')
  return results.flatMap(({ mutation_id, status }) =>
    mutation_id !== null && TERMINAL.includes(status) ? [mutation_id] : [],
  )
}

/** As many as the device shows, and some more. */
async function fusesOn(client: SyncClient, job: string, more: number): Promise<number> {
  const rows = (await client.get('Dispatch Job', job))?.data?.parts_used
  const row = Array.isArray(rows) ? rows[0] : null
  const quantity = typeof row === 'object' && row !== null ? Reflect.get(row, 'quantity') : 0
  return Number(quantity) + more
}

async function backUp(): Promise<Database> {
  await api.kill()
  const copy = await cloneDatabase({ serverUrl: live.url, name: live.name })
  await api.start()
  return copy
}

async function replaceBy(backup: Database): Promise<void> {
  await live.drop()
  const client = new pg.Client({ connectionString: live.url.replace(live.name, 'postgres') })
  await client.connect()
  await client.query(`CREATE DATABASE ${live.name} TEMPLATE ${backup.name}`)
  await client.end()
  await backup.drop()
}

async function receiptsOf(ids: readonly string[]): Promise<number> {
  const rows = await query<{ n: number }>(
    'SELECT count(*)::int AS n FROM mutation WHERE mutation_id = ANY ($1::uuid[])',
    [ids],
  )
  return rows[0]?.n ?? 0
}

const parts = (quantity: number) => ({ parts_used: [{ item_code: 'FUSE', quantity }] })

interface Crew {
  readonly a: SyncClient
  readonly b: SyncClient
  readonly c: SyncClient
}

/** A few rounds of work by three devices, each going on from what the others have made; all of it acknowledged. */
async function work(
  { a, b, c }: Crew,
  job: string,
  sync: (client: SyncClient) => Promise<void>,
): Promise<void> {
  for (let round = 1; round <= 3; round += 1) {
    const ticket = await a.queueChange('Ticket', null, { subject: `made ${round}` })
    await a.queueChange('Dispatch Job', job, parts(await fusesOn(a, job, 1)))
    await sync(a)
    await sync(b)
    await b.queueChange('Ticket', ticket.name, { description: `seen by b ${round}` })
    await b.queueChange('Dispatch Job', job, parts(await fusesOn(b, job, 3)))
    await sync(b)
    await sync(a)
    await a.queueChange('Ticket', ticket.name, { priority: 'High' })
    await sync(a)
    const fuses = parts(await fusesOn(c, job, 5))
    await c.queueChange('Dispatch Job', job, { completion_notes: `note ${round}`, ...fuses })
    await sync(c)
    await c.queueChange('Appointment', null, {
      attendee_name: `Guest ${round}`,
      provider: 'P-1',
      appointment_datetime: `2035-02-0${round}T10:00:00Z`,
      appointment_end_datetime: `2035-02-0${round}T11:00:00Z`,
    })
    await sync(c)
  }
}

async function restore(backup: Database): Promise<void> {
  await api.kill()
  await replaceBy(backup)
  const env = { ...process.env, DATABASE_URL: live.url }
  const { status, stdout, stderr } = spawnSync(process.execPath, [RESTORED, ORG], { env, encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(new RegExp(`${ORG}: epoch \\S+ is now \\S+`))
  await api.start()
}

const ORDERS: readonly [string, readonly (keyof Crew)[]][] = [
  ['the one that made the records first', ['a', 'b', 'c']],
  ['the one that edited them first, when they are not there yet', ['b', 'c', 'a', 'b', 'c', 'a']],
]

it.each(ORDERS)(
  'everything acknowledged after the backup comes back: %s',
  { timeout: MANY_STARTS_MS },
  async (_name, order) => {
    const crew = { a: await device(), b: await device(), c: await device() }
    const job = await crew.a.queueChange('Dispatch Job', null, { title: 'Boiler', ...parts(1) })
    const doomed = await crew.a.queueChange('Ticket', null, { subject: 'to be deleted' })
    for (const client of Object.values(crew)) await client.sync()
    const backup = await backUp()

    const acknowledged = new Set<string>()
    const sync = async (client: SyncClient) => {
      for (const id of await acknowledgedBy(client)) acknowledged.add(id)
    }
    await work(crew, job.name, sync)
    await crew.b.queueDelete('Ticket', doomed.name)
    await sync(crew.b)
    const before = await contents()

    await restore(backup)
    expect(await contents()).not.toEqual(before)
    const lost = acknowledged.size - (await receiptsOf([...acknowledged]))
    for (const who of order) await crew[who].sync()

    const left = (await Promise.all(Object.values(crew).map((client) => client.pending()))).flat()
    console.log(
      `${acknowledged.size} acknowledged after the backup, ${lost} lost by the restore, ` +
        `${lost - left.length} brought back`,
    )
    expect(lost).toBeGreaterThan(20)
    expect(left).toEqual([])
    expect(await contents()).toEqual(before)
    const reports = await checkInvariants(live.url)
    expect(isClean(reports), toTable(reports)).toBe(true)
  },
)
