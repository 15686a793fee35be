/** A connected device without a socket: what it does by itself. The test's hand moves the clock. */
import { ENDPOINTS } from '@dartwing/protocol'
import { describe, expect, it, vi } from 'vitest'
import type { Ports, State, SyncClient } from '../src/index.ts'
import { useBench } from './device.ts'
import { failing, refusing } from './scripted-server.ts'

const SOON = { timeout: 60_000 }

const bench = useBench()

/** Pauses that end when the test says so, or when nobody waits for them any more. */
class Clock {
  readonly asked: number[] = []
  readonly #waiting = new Set<() => void>()

  readonly delay: Ports['delay'] = (milliseconds, stopped) =>
    new Promise((resolve) => {
      this.asked.push(milliseconds)
      const end = (): void => {
        this.#waiting.delete(end)
        resolve()
      }
      this.#waiting.add(end)
      stopped.addEventListener('abort', end)
      if (stopped.aborted) end()
    })

  /** Waits until somebody pauses, and lets every pause end. */
  async pass(): Promise<void> {
    await vi.waitUntil(() => this.#waiting.size > 0, SOON)
    for (const end of [...this.#waiting]) end()
  }

  /** Lets pauses end until it is so. */
  async passUntil(isSo: () => Promise<boolean> | boolean): Promise<void> {
    await vi.waitUntil(
      async () => {
        for (const end of [...this.#waiting]) end()
        return isSo()
      },
      { ...SOON, interval: 5 },
    )
  }
}

interface Connected {
  readonly client: SyncClient
  readonly clock: Clock
  readonly states: State[]
  readonly is: (state: State) => () => Promise<boolean>
}

async function connected(): Promise<Connected> {
  const clock = new Clock()
  const client = await bench.open({ ports: { delay: clock.delay } })
  await client.login('ana@demo.test', 'demo')
  const states: State[] = []
  client.subscribe((event) => {
    if (event.type === 'state') states.push(event.state)
  })
  await client.connect()
  const is = (state: State) => async () => (await client.status()).state === state
  await vi.waitUntil(is('live'), SOON)
  return { client, clock, states, is }
}

const feeds = () => bench.server.received.filter(({ path }) => path === ENDPOINTS.feed).length

describe('a connected device', () => {
  it('reads at once, rests, and looks again after a while as long as no socket tells', async () => {
    bench.server.write('Ticket', 'TKT-1', { subject: 'Leak' })
    const { client, clock, states } = await connected()
    expect(states).toEqual(['pushing', 'pulling', 'live'])
    expect(await client.list('Ticket')).toHaveLength(1)
    await vi.waitUntil(() => clock.asked.length === 1, SOON)
    expect(clock.asked[0]).toBeGreaterThanOrEqual(15_000)
    bench.server.write('Ticket', 'TKT-2', { subject: 'Flood' })
    await clock.passUntil(async () => (await client.list('Ticket')).length === 2)
  })

  it('sends what is queued, all that comes within a moment in one request', async () => {
    const { client, clock } = await connected()
    await vi.waitUntil(() => clock.asked.length === 1, SOON)
    await client.queueChange('Ticket', null, { subject: 'Leak' })
    await vi.waitUntil(() => clock.asked.length === 2, SOON)
    expect(clock.asked[1]).toBe(250)
    await client.queueChange('Ticket', null, { subject: 'Flood' })
    expect(bench.server.pushes()).toEqual([])
    await clock.pass()
    await vi.waitUntil(async () => (await client.pending()).length === 0, SOON)
    expect(bench.server.pushes().map(({ body }) => body.operations?.length)).toEqual([2])
  })

  it('waits longer and longer while the server fails, not shorter for every change, and recovers', async () => {
    const { client, clock, is } = await connected()
    bench.server.next(ENDPOINTS.upsertBatch, ...Array.from({ length: 15 }, () => failing(503)))
    await client.queueChange('Ticket', null, { subject: 'Leak' })
    await clock.passUntil(() => bench.server.pushes().length === 10)
    await vi.waitUntil(is('offline'), SOON)
    const { offline_since, oldest_waiting_at, waiting } = await client.status()
    expect({ waiting, isKnown: offline_since !== null && oldest_waiting_at !== null }).toEqual({
      waiting: 1,
      isKnown: true,
    })
    await client.queueChange('Ticket', null, { subject: 'Flood' })
    expect(bench.server.pushes()).toHaveLength(10)
    await clock.passUntil(async () => (await client.pending()).length === 0)
    await vi.waitUntil(is('live'), SOON)
    expect(await client.status()).toMatchObject({ offline_since: null, waiting: 0, oldest_waiting_at: null })
  })

  it('leaves the server alone for as long as it asks', async () => {
    const { client, clock, is } = await connected()
    const busy = failing(503, { 'retry-after': '90' })
    bench.server.next(ENDPOINTS.upsertBatch, ...Array.from({ length: 5 }, () => busy))
    await client.queueChange('Ticket', null, { subject: 'Leak' })
    await clock.passUntil(is('offline'))
    await vi.waitUntil(() => clock.asked.filter((pause) => pause === 90_000).length === 5, SOON)
  })

  it('that is blocked asks again by itself', async () => {
    const { client, clock, is, states } = await connected()
    bench.server.next(ENDPOINTS.upsertBatch, refusing('not_enabled'))
    bench.server.next(ENDPOINTS.feed, refusing('not_enabled'))
    await client.queueChange('Ticket', null, { subject: 'Leak' })
    await clock.passUntil(async () => states.includes('blocked'))
    await clock.passUntil(async () => (await client.pending()).length === 0)
    await vi.waitUntil(is('live'), SOON)
    expect((await client.status()).blocked).toBeNull()
  })

  it('that must sign in again rests until somebody does, and then delivers', async () => {
    const { client, clock, is } = await connected()
    bench.server.validToken = 'another'
    bench.server.next(ENDPOINTS.refresh, refusing('reauth_required'))
    await client.queueChange('Ticket', null, { subject: 'Leak' })
    await clock.passUntil(is('reauth'))
    const asked = bench.server.received.length
    await client.queueChange('Ticket', null, { subject: 'Flood' })
    expect(bench.server.received).toHaveLength(asked)
    expect(await client.status()).toMatchObject({ reauth: true, waiting: 2 })
    await client.login('ana@demo.test', 'demo')
    await clock.passUntil(async () => (await client.pending()).length === 0)
    expect((await client.status()).reauth).toBe(false)
  })

  it('does nothing more once it is disconnected', async () => {
    const { client, clock } = await connected()
    await vi.waitUntil(() => clock.asked.length === 1, SOON)
    const before = feeds()
    client.disconnect()
    await client.queueChange('Ticket', null, { subject: 'Leak' })
    await client.sync()
    expect(feeds()).toBe(before + 1)
    expect(clock.asked).toHaveLength(1)
  })
})
