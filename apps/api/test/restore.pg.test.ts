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
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { ADMIN, ORG } from './api-kit.ts'
import { type ApiProcess, startApiProcess } from './api-process.ts'

const RESTORED = fileURLToPath(new URL('../../../tooling/operate/restored.ts', import.meta.url))
const TERMINAL = ['success', 'conflict', 'conflict_manual']

let live: Database
let api: ApiProcess
let directory: string
const devices: SyncClient[] = []
beforeAll(async () => {
  live = await cloneDatabase(inject('databaseTemplate'))
  api = await startApiProcess(live.url)
  directory = await mkdtemp(join(tmpdir(), 'dartwing-restore-'))
})
afterAll(async () => {
  for (const device of devices) await device.close()
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

it('brings back everything that was acknowledged after the backup', async () => {
  const [a, b, c] = [await device(), await device(), await device()]
  const job = await a.queueChange('Dispatch Job', null, { title: 'Boiler', ...parts(1) })
  const doomed = await a.queueChange('Ticket', null, { subject: 'to be deleted' })
  for (const client of [a, b, c]) await client.sync()

  await api.kill()
  const backup = await cloneDatabase({ serverUrl: live.url, name: live.name })
  await api.start()

  const acknowledged = new Set<string>()
  const sync = async (client: SyncClient) => {
    for (const id of await acknowledgedBy(client)) acknowledged.add(id)
  }
  for (let round = 1; round <= 3; round += 1) {
    const ticket = await a.queueChange('Ticket', null, { subject: `made ${round}` })
    await a.queueChange('Dispatch Job', job.name, parts(await fusesOn(a, job.name, 1)))
    await sync(a)
    // Another device changes what the first has made, and the first goes on from there.
    await sync(b)
    await b.queueChange('Ticket', ticket.name, { description: `seen by b ${round}` })
    await b.queueChange('Dispatch Job', job.name, parts(await fusesOn(b, job.name, 3)))
    await sync(b)
    await sync(a)
    await a.queueChange('Ticket', ticket.name, { priority: 'High' })
    await sync(a)
    await c.queueChange('Dispatch Job', job.name, {
      completion_notes: `note ${round}`,
      ...parts(await fusesOn(c, job.name, 5)),
    })
    await sync(c)
    await c.queueChange('Appointment', null, {
      attendee_name: `Guest ${round}`,
      provider: 'P-1',
      appointment_datetime: `2035-02-0${round}T10:00:00Z`,
      appointment_end_datetime: `2035-02-0${round}T11:00:00Z`,
    })
    await sync(c)
  }
  await b.queueDelete('Ticket', doomed.name)
  await sync(b)
  const before = await contents()

  await api.kill()
  await replaceBy(backup)
  const known = await receiptsOf([...acknowledged])
  const { status, stdout, stderr } = spawnSync(process.execPath, [RESTORED, ORG], {
    env: { ...process.env, DATABASE_URL: live.url },
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(new RegExp(`${ORG}: epoch \\S+ is now \\S+`))
  await api.start()
  expect(await contents()).not.toEqual(before)

  // The device that only edited comes back first: what it edited is not there yet.
  for (const client of [b, c, a, b, c, a]) await client.sync()

  const left = (await Promise.all(devices.map((client) => client.pending()))).flat()
  const lost = acknowledged.size - known
  console.log(
    `${acknowledged.size} acknowledged after the backup, ${lost} lost by the restore, ` +
      `${lost - left.length} brought back`,
  )
  expect(lost).toBeGreaterThan(20)
  expect(left).toEqual([])
  expect(await contents()).toEqual(before)
  const reports = await checkInvariants(live.url)
  expect(isClean(reports), toTable(reports)).toBe(true)
})
