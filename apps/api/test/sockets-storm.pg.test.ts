/** Row S-13, with twenty-five devices in place of ten thousand: a server that cuts everybody is not run over. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { createSyncClient, type SyncClient } from '@dartwing/client'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { SyncGateway } from '../src/realtime/sync.gateway.ts'
import { ADMIN, type Api, insert, ORG, rawDevice, startApi } from './api-kit.ts'

const DEVICES = 25

let api: Api
const devices: SyncClient[] = []
beforeAll(async () => {
  api = await startApi()
})
afterAll(async () => {
  for (const device of devices) await device.close()
  await api.close()
})

it('S-13: they come back one after the other, each by itself, and hear what is new', async () => {
  const pauses: number[] = []
  let [live, cut] = [0, 0]
  const heard = new Map<string, number>()
  for (let index = 0; index < DEVICES; index += 1) {
    const device = await createSyncClient({
      address: api.address,
      org: ORG,
      database: ':memory:',
      ports: {
        delay: async (milliseconds, closing) => {
          pauses.push(milliseconds)
          await delay(milliseconds, undefined, { signal: closing }).catch(() => undefined)
        },
      },
    })
    devices.push(device)
    await device.login(ADMIN, 'demo')
    await device.sync()
    device.subscribe((event) => {
      if (event.type === 'live') live += event.connected ? 1 : -1
      if (event.type === 'live' && !event.connected) cut += 1
      if (event.type !== 'changed') return
      for (const { name } of event.documents) heard.set(name, (heard.get(name) ?? 0) + 1)
    })
    await device.connect()
  }
  await vi.waitUntil(() => live === DEVICES, { timeout: 60_000, interval: 5 })
  pauses.splice(0)
  const office = await rawDevice(api.address, ADMIN)
  const [missed, next] = [`TKT-${randomUUID()}`, `TKT-${randomUUID()}`]

  api.app.get(SyncGateway).disconnectAll()
  await office.results([insert('Ticket', missed, { subject: 'while they were away' })])
  // The first may be back before the last has noticed.
  await vi.waitUntil(() => cut >= DEVICES && live === DEVICES, { timeout: 60_000, interval: 5 })
  await office.results([insert('Ticket', next, { subject: 'when they are back' })])
  const allHeard = (name: string) => (heard.get(name) ?? 0) >= DEVICES
  await vi.waitUntil(() => allHeard(missed) && allHeard(next), { timeout: 60_000, interval: 5 })

  const comingBack = pauses.filter((pause) => pause >= 500 && pause < 1_500)
  expect(comingBack.length).toBeGreaterThanOrEqual(DEVICES)
  expect(new Set(comingBack).size).toBeGreaterThan(DEVICES / 2)
})
