import { ENDPOINTS } from '@dartwing/protocol'
import { describe, expect, it, vi } from 'vitest'
import { useBench } from './device.ts'
import { answering, failing, refusing, resultOf } from './scripted-server.ts'

const SOON = { timeout: 60_000 }

const bench = useBench()

describe('status', () => {
  it('tells where a device stands, before and after a restart', async () => {
    let now = Date.parse('2026-03-01T08:00:00Z')
    const open = () =>
      bench.open({ ports: { now: () => now, delay: async () => undefined, random: () => 0.5 } })
    const client = await open()
    expect(await client.status()).toMatchObject({
      state: 'reauth',
      offline_since: null,
      last_sync_at: null,
      oldest_waiting_at: null,
      persisted: true,
    })
    await client.login('ana@demo.test', 'demo')
    expect((await client.status()).state).toBe('offline')
    await client.sync()
    expect(await client.status()).toMatchObject({ state: 'live', last_sync_at: '2026-03-01T08:00:00.000Z' })
    now += 3_600_000
    await client.queueChange('Ticket', null, { subject: 'Leak' })
    now += 3_600_000
    for (const path of [ENDPOINTS.upsertBatch, ENDPOINTS.feed]) {
      bench.server.next(path, ...Array.from({ length: 10 }, () => failing(503)))
    }
    await client.sync()
    now += 3_600_000
    await client.sync()
    await client.close()
    const again = await open()
    const left = {
      last_sync_at: '2026-03-01T08:00:00.000Z',
      oldest_waiting_at: '2026-03-01T09:00:00.000Z',
      offline_since: '2026-03-01T10:00:00.000Z',
    }
    expect(await again.status()).toMatchObject({ state: 'offline', ...left })
    bench.server.calm()
    await again.sync()
    expect(await again.status()).toMatchObject({
      state: 'live',
      offline_since: null,
      last_sync_at: '2026-03-01T11:00:00.000Z',
      oldest_waiting_at: null,
    })
  })

  it('knows a database that lives in memory only', async () => {
    expect((await (await bench.open({ database: ':memory:' })).status()).persisted).toBe(false)
  })

  it('says blocked when a push is refused, although the feed is read', async () => {
    const client = await bench.ready()
    await client.queueChange('Ticket', null, { subject: 'Leak' })
    bench.server.next(ENDPOINTS.upsertBatch, refusing('not_enabled'))
    expect((await client.sync()).ended.kind).toBe('refused')
    expect(await client.status()).toMatchObject({ state: 'blocked', blocked: 'not_enabled', waiting: 1 })
  })
})

describe('what a rule decided', () => {
  const decision = {
    field: 'priority',
    winner: 'server' as const,
    rule: 'field_priority',
    reason: 'the office plans',
    base: 'Low',
    server: 'Urgent',
    client: 'High',
    value: 'Urgent',
  }
  const overruled = answering((operation) =>
    resultOf(operation, {
      status: 'conflict',
      version: 2,
      seq: '50',
      resolved_doc: { priority: 'Urgent' },
      decisions: [{ ...decision, client: operation.data?.priority ?? null }],
    }),
  )

  it('can be read with its reason and the value that lost, once however often it is answered', async () => {
    bench.server.write('Ticket', 'TKT-1', { priority: 'Low' })
    const client = await bench.ready()
    const { mutation_id } = await client.queueChange('Ticket', 'TKT-1', { priority: 'High' })
    bench.server.next(ENDPOINTS.upsertBatch, overruled)
    const { results } = await client.sync()
    await client.processSyncResponse({ results })
    expect(await client.decisions('Ticket', 'TKT-1')).toEqual([
      { ...decision, mutation_id, decided_at: '2026-01-05T09:00:00Z', lost: 'High' },
    ])
  })

  it('is kept for the last twenty', async () => {
    bench.server.write('Ticket', 'TKT-1', { priority: 'Low' })
    const client = await bench.ready()
    for (let index = 0; index < 22; index += 1) {
      await client.queueChange('Ticket', 'TKT-1', { priority: `P${index}` })
      bench.server.next(ENDPOINTS.upsertBatch, overruled)
      await client.sync()
    }
    const lost = (await client.decisions('Ticket', 'TKT-1')).map((one) => one.lost)
    expect([lost.length, lost[0], lost.at(-1)]).toEqual([20, 'P21', 'P2'])
  })

  it('goes with the record when that leaves the sight of the person', async () => {
    bench.server.write('Ticket', 'TKT-1', { priority: 'Low' })
    const client = await bench.ready()
    await client.queueChange('Ticket', 'TKT-1', { priority: 'High' })
    bench.server.next(ENDPOINTS.upsertBatch, overruled)
    await client.sync()
    bench.server.write('Ticket', 'TKT-1', {}, { seq: '60', gone: 'out_of_scope', data: {} })
    await client.sync()
    expect(await client.decisions('Ticket', 'TKT-1')).toEqual([])
  })
})

describe('a sign-in beside a running sync', () => {
  it('of another account waits for it, so that nothing of the first is stored as the second’s', async () => {
    bench.server.write('Ticket', 'TKT-1', { subject: 'of the first' })
    const client = await bench.ready()
    const asked = new Promise<void>((resolve) => {
      bench.server.next(ENDPOINTS.feed, (ordinary) => {
        bench.server.write('Ticket', 'TKT-2', { subject: 'of the first' })
        resolve()
        return ordinary()
      })
    })
    const running = client.sync()
    await asked
    const entering = client.login('ben@demo.test', 'demo')
    await Promise.all([running, entering])
    expect(await client.status()).toMatchObject({
      account: 'ben@demo.test',
      complete: false,
      last_sync_at: null,
    })
    expect(await client.list('Ticket')).toEqual([])
  })

  it('has the last word over a renewal that was on its way', async () => {
    const client = await bench.ready()
    bench.server.validToken = 'another'
    const entered: Promise<unknown>[] = []
    bench.server.next(ENDPOINTS.refresh, (ordinary) => {
      const answer = ordinary()
      entered.push(client.logout())
      return answer
    })
    await client.sync()
    await vi.waitUntil(() => entered.length === 1, SOON)
    await Promise.all(entered)
    expect((await client.status()).signed_in).toBe(false)
  })
})
