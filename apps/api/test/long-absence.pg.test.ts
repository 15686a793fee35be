/** A phone that lay in a drawer: the server's two limits, as its owner meets them. */
import { randomUUID } from 'node:crypto'
import { createSyncClient, type Driver, openNodeDriver, type SyncClient } from '@dartwing/client'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { SyncGateway } from '../src/realtime/sync.gateway.ts'
import { ADMIN, type Api, insert, ORG, RESOLVER, rawDevice, startApi, update } from './api-kit.ts'

let api: Api
const clients: SyncClient[] = []
beforeAll(async () => {
  api = await startApi()
})
afterAll(async () => {
  for (const client of clients) await client.close()
  await api.close()
})

interface Phone {
  readonly client: SyncClient
  readonly driver: Driver
  readonly record: string
  /** Made offline: a change of the record, and a new one. */
  readonly made: string
  /** What the server answered to each push and each read of the feed. */
  readonly answers: string[]
}

/** Signed in, in step, and then offline with two changes, while the office changes the same record. */
async function phoneWithWork(): Promise<Phone> {
  const office = await rawDevice(api.address, ADMIN)
  const record = `TKT-${randomUUID()}`
  await office.results([insert('Ticket', record, { subject: 'Leak', priority: 'Low' })])
  const driver = openNodeDriver(':memory:')
  const answers: string[] = []
  const fetch = async (address: string, init: RequestInit): Promise<Response> => {
    const response = await globalThis.fetch(address, init)
    const what = new URL(address).pathname.split('.').at(-1) ?? ''
    if (response.status !== 401) answers.push(`${what} ${response.status}`)
    return response
  }
  const client = await createSyncClient({
    address: api.address,
    org: ORG,
    database: driver,
    ports: { fetch },
  })
  clients.push(client)
  await client.login(ADMIN, 'demo')
  await client.sync()
  await client.queueChange('Ticket', record, { priority: 'High' })
  const made = await client.queueChange('Ticket', null, { subject: 'made offline' })
  await office.results([update('Ticket', record, 1, { subject: 'Flood' }, { base: { subject: 'Leak' } })])
  return { client, driver, record, made: made.name, answers }
}

async function passDays({ client, driver }: Phone, days: number): Promise<void> {
  const { device_id } = await client.status()
  await api.sql.query(
    `UPDATE device SET first_seen_at = first_seen_at - $2 * interval '1 day',
       last_full_read_at = last_full_read_at - $2 * interval '1 day' WHERE device_id = $1`,
    [device_id, days],
  )
  await api.sql.query(
    `UPDATE refresh_token SET created_at = created_at - $1 * interval '1 day',
       expires_at = expires_at - $1 * interval '1 day', rotated_at = rotated_at - $1 * interval '1 day'`,
    [days],
  )
  await driver.run(`UPDATE setting SET value = 'long dead' WHERE key = 'access_token'`)
}

const shown = async (record: string) => {
  const { rows } = await api.sql.query('SELECT data FROM document WHERE name = $1', [record])
  return rows.map(({ data }) => data)
}

it('connected phones need no hand: what one queues the other shows, and a cut line costs nothing', async () => {
  const [one, other] = [await api.device(ADMIN), await api.device(ADMIN)]
  await Promise.all([one.connect(), other.connect()])
  const shows = (name: string) =>
    vi.waitUntil(async () => (await other.get('Ticket', name)) !== null, { timeout: 60_000 })
  await shows((await one.queueChange('Ticket', null, { subject: 'by itself' })).name)
  await vi.waitUntil(async () => (await one.status()).waiting === 0, { timeout: 60_000 })
  api.app.get(SyncGateway).disconnectAll()
  await shows((await one.queueChange('Ticket', null, { subject: 'over a cut line' })).name)
  await vi.waitUntil(async () => (await one.status()).state === 'live', { timeout: 60_000 })
  one.disconnect()
  other.disconnect()
})

it('eight days: reads everything first, and then its queue arrives on the bases it had', async () => {
  const phone = await phoneWithWork()
  const before = (await phone.client.pending()).map(({ mutation_id, base, base_version }) => ({
    mutation_id,
    base,
    base_version,
  }))
  await passDays(phone, 8)
  const asked = before.map(({ mutation_id }) => mutation_id)
  phone.answers.length = 0
  const result = await phone.client.sync()
  expect(phone.answers.filter((answer) => !answer.includes('refresh'))).toEqual([
    'upsert_batch 409',
    'feed 200',
    'upsert_batch 200',
    'feed 200',
  ])
  expect(result).toMatchObject({ ended: { kind: 'complete' }, retry: [], rejected: [] })
  expect(result.results.map(({ mutation_id }) => mutation_id)).toEqual(asked)
  expect(before[0]).toMatchObject({ base_version: 1, base: { priority: 'Low' } })
  expect(await shown(phone.record)).toMatchObject([{ subject: 'Flood', priority: 'High' }])
  expect(await shown(phone.made)).toMatchObject([{ subject: 'made offline' }])
})

it('fifteen days: its person signs in again, nobody else can, and everything arrives once', async () => {
  const phone = await phoneWithWork()
  await passDays(phone, 15)
  expect((await phone.client.sync()).ended.kind).toBe('reauth')
  expect(await phone.client.status()).toMatchObject({ state: 'reauth', reauth: true, waiting: 2 })
  await expect(phone.client.login(RESOLVER, 'demo')).rejects.toMatchObject({ code: 'account_mismatch' })
  expect((await phone.client.sync()).ended.kind).toBe('reauth')
  expect(await shown(phone.made)).toEqual([])

  await phone.client.login(ADMIN, 'demo')
  expect(await phone.client.sync()).toMatchObject({ ended: { kind: 'complete' }, retry: [], rejected: [] })
  expect(await shown(phone.record)).toMatchObject([{ subject: 'Flood', priority: 'High' }])
  expect(await shown(phone.made)).toMatchObject([{ subject: 'made offline' }])
  expect(await phone.client.status()).toMatchObject({ state: 'live', waiting: 0 })
})
