/** Three processes as they are deployed. Everything reaches everybody once; one is killed and nothing is lost (S-14). */
import { randomUUID } from 'node:crypto'
import { createSyncClient, type SyncClient } from '@dartwing/client'
import { cloneDatabase, type Database } from '@dartwing/testkit'
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest'
import {
  ADMIN,
  insert,
  ORG,
  type RawDevice,
  RECEPTION,
  RESOLVER,
  rawDevice,
  signIn,
  TECH_A,
} from './api-kit.ts'
import { type ApiProcess, MANY_STARTS_MS, startApiProcess } from './api-process.ts'
import { type RoundRobin, startRoundRobin } from './round-robin.ts'
import { type Line, openLine } from './socket-kit.ts'

const PROCESSES = 3
const LINES_EACH = 20
const MESSAGES = 100
const DEVICES = 9

let database: Database
let processes: ApiProcess[]
let proxy: RoundRobin
const open: (Line | SyncClient)[] = []
beforeAll(async () => {
  database = await cloneDatabase(inject('databaseTemplate'))
  processes = []
  for (let index = 0; index < PROCESSES; index += 1) processes.push(await startApiProcess(database.url))
  proxy = await startRoundRobin(processes.map(({ address }) => address))
}, MANY_STARTS_MS)
afterAll(async () => {
  for (const one of open) await one.close()
  await proxy.close()
  await Promise.all(processes.map((process) => process.kill()))
  await database.drop()
})

const tickets = (count: number) => Array.from({ length: count }, () => `TKT-${randomUUID()}`)

/** A device sends the same mutation until it is answered. */
async function pushAll(writers: readonly RawDevice[], names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    const operation = insert('Ticket', name, { subject: 'x' })
    const isAnswered = async () => {
      const answer = await writers[index % writers.length]?.push([operation]).catch(() => null)
      return answer?.status === 200
    }
    await vi.waitUntil(isAnswered, { timeout: 60_000, interval: 20 })
  }
}

it(`${MESSAGES} messages reach ${PROCESSES * LINES_EACH} connections, each once`, async () => {
  const accounts = [ADMIN, RESOLVER, RECEPTION, TECH_A]
  const tokens = await Promise.all(accounts.map((email) => signIn(processes[0]?.address ?? '', email)))
  const lines = await Promise.all(
    processes.flatMap(({ address }) =>
      Array.from({ length: LINES_EACH }, (_, index) =>
        openLine(address, { token: tokens[index % tokens.length], org: ORG }),
      ),
    ),
  )
  open.push(...lines)
  const writers = await Promise.all(processes.map(({ address }) => rawDevice(address, ADMIN)))
  const names = tickets(MESSAGES)
  await pushAll(writers, names)
  const count = () => lines.reduce((sum, { rows }) => sum + rows.length, 0)
  await vi.waitUntil(() => count() >= lines.length * MESSAGES, { timeout: 60_000, interval: 5 })
  // What comes after everything else shows that nothing came twice.
  const [end = ''] = tickets(1)
  await pushAll(writers, [end])
  await Promise.all(lines.map((line) => line.until(end)))
  for (const { rows } of lines) expect(rows.map(({ name }) => name).sort()).toEqual([...names, end].sort())
  for (const line of lines) line.close()
})

it('one of three is killed: its devices move to another, and nothing is lost', async () => {
  const devices = await Promise.all(
    Array.from({ length: DEVICES }, () =>
      createSyncClient({ address: proxy.address, org: ORG, database: ':memory:' }),
    ),
  )
  open.push(...devices)
  const reconnected = devices.map(() => 0)
  for (const [index, device] of devices.entries()) {
    device.subscribe((event) => {
      if (event.type === 'live' && event.connected) reconnected[index] = (reconnected[index] ?? 0) + 1
    })
    await device.login(ADMIN, 'demo')
    await device.sync()
    await device.connect()
  }
  const writers = await Promise.all(processes.slice(1).map(({ address }) => rawDevice(address, ADMIN)))
  const names = tickets(MESSAGES)
  await pushAll(writers, names.slice(0, MESSAGES / 2))
  const sent = pushAll(writers, names.slice(MESSAGES / 2))
  await processes[0]?.kill()
  await sent
  const missing = async (device: SyncClient) => {
    const found = await Promise.all(names.map((name) => device.get('Ticket', name)))
    return found.filter((document) => document === null || document === undefined).length
  }
  const isWhole = async () => (await Promise.all(devices.map(missing))).every((count) => count === 0)
  await vi.waitUntil(isWhole, { timeout: 60_000, interval: 100 })
  await vi.waitUntil(() => reconnected.some((times) => times > 1), { timeout: 60_000, interval: 20 })
  expect(reconnected.some((times) => times === 1)).toBe(true)
})
