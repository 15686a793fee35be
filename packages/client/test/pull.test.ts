import { ENDPOINTS } from '@dartwing/protocol'
import { describe, expect, it } from 'vitest'
import { successorOf } from '../src/local/rejected.ts'
import { ATTEMPTS_MAX } from '../src/session/patience.ts'
import { useBench } from './device.ts'
import { answering, failing, refusing, resultOf, type Situation } from './scripted-server.ts'

const bench = useBench()
const feeds = () => bench.server.received.filter((request) => request.path === ENDPOINTS.feed)

describe('a read of the feed', () => {
  it('goes page by page from the stored cursor', async () => {
    for (let index = 0; index < 1203; index += 1) bench.server.write('Ticket', `TKT-${index}`, { index })
    const client = await bench.ready()
    expect(feeds().map((request) => request.query.get('since'))).toEqual([null, '500', '1000'])
    expect(await client.list('Ticket')).toHaveLength(1203)
    await client.close()
    bench.server.write('Ticket', 'TKT-7', { index: -7 })
    const again = await bench.open()
    expect((await again.sync()).rows).toBe(1)
    expect(feeds().at(-1)?.query.get('since')).toBe('1203')
  })

  it('interrupted half way goes on from there, and then drops what was not delivered', async () => {
    bench.server.write('Ticket', 'TKT-0', { index: 0 })
    const client = await bench.ready()
    bench.server.documents.delete('Ticket/TKT-0')
    for (let index = 1; index < 900; index += 1) bench.server.write('Ticket', `TKT-${index}`, { index })
    bench.server.next(ENDPOINTS.feed, refusing('cursor_expired'), (ordinary) => ordinary())
    bench.server.next(ENDPOINTS.feed, ...Array.from({ length: 5 }, () => failing(503)))
    expect((await client.sync()).ended.kind).toBe('unreachable')
    expect(await client.get('Ticket', 'TKT-0')).not.toBeNull()
    expect((await client.status()).complete).toBe(false)
    await client.sync()
    expect(await client.get('Ticket', 'TKT-0')).toBeNull()
    expect(await client.list('Ticket')).toHaveLength(899)
    expect((await client.status()).complete).toBe(true)
  })

  it('that is not understood moves nothing', async () => {
    bench.server.write('Ticket', 'TKT-1', { subject: 'Leak' })
    const client = await bench.open()
    await client.login('ana@demo.test', 'demo')
    bench.server.next(ENDPOINTS.feed, () => ({ body: { message: { rows: [{ name: 'x' }] } } }))
    expect((await client.sync()).ended.kind).toBe('unreachable')
    await client.sync()
    expect(await client.list('Ticket')).toHaveLength(1)
  })
})

describe('a row', () => {
  it('older than the copy is ignored', async () => {
    bench.server.write('Ticket', 'TKT-1', { subject: 'New' }, { seq: '40', version: 4 })
    const client = await bench.ready()
    bench.server.next(ENDPOINTS.feed, () => {
      const row = bench.server.write('Ticket', 'TKT-1', { subject: 'Old' }, { seq: '39', version: 3 })
      const page = { next_since: '40', has_more: false, server_ts: row.modified, epoch: bench.server.epoch }
      return { body: { message: { ...page, rows: [row] } } }
    })
    expect((await client.sync()).rows).toBe(0)
    expect((await client.get('Ticket', 'TKT-1'))?.data).toEqual({ subject: 'New' })
  })

  it('past 2^53 is still compared digit by digit', async () => {
    bench.server.write('Ticket', 'TKT-1', { subject: 'Old' }, { seq: '9007199254740992', version: 1 })
    const client = await bench.ready()
    bench.server.next(ENDPOINTS.feed, () => {
      const row = bench.server.write('Ticket', 'TKT-1', { subject: 'New' }, { seq: '9007199254740993' })
      const page = { next_since: 'x', has_more: false, server_ts: row.modified, epoch: bench.server.epoch }
      return { body: { message: { ...page, rows: [row] } } }
    })
    await client.sync()
    expect((await client.get('Ticket', 'TKT-1'))?.data).toEqual({ subject: 'New' })
  })

  it.each(['deleted', 'out_of_scope', 'archived'] as const)(
    'gone as %s takes the copy away',
    async (gone) => {
      bench.server.write('Ticket', 'TKT-1', { subject: 'Leak' })
      const client = await bench.ready()
      bench.server.write('Ticket', 'TKT-1', {}, { gone, deleted: gone === 'deleted' })
      await client.sync()
      expect(await client.list('Ticket')).toEqual([])
      expect(await client.get('Ticket', 'TKT-1')).toMatchObject({ data: null, server: null, gone })
    },
  )

  it('out of scope keeps the changes made before, and they are still sent', async () => {
    bench.server.write('Dispatch Job', 'JOB-1', { status: 'Assigned' })
    const client = await bench.ready()
    await client.queueChange('Dispatch Job', 'JOB-1', { completion_notes: 'Started' })
    bench.server.write('Dispatch Job', 'JOB-1', {}, { gone: 'out_of_scope' })
    bench.server.next(ENDPOINTS.upsertBatch, () => ({ status: 403 }))
    await client.sync()
    expect((await client.get('Dispatch Job', 'JOB-1'))?.data).toEqual({ completion_notes: 'Started' })
    await client.sync()
    expect(bench.server.pushes().at(-1)?.body.operations).toMatchObject([{ base_version: 1 }])
  })
})

describe('starting again from the beginning', () => {
  it('brings what was out of sight, and is not with another role, at the place it had', async () => {
    bench.server.write(
      'Ticket',
      'TKT-1',
      { subject: 'Theirs' },
      { seq: '70', gone: 'out_of_scope', data: {} },
    )
    const client = await bench.ready()
    expect(await client.get('Ticket', 'TKT-1')).toMatchObject({ data: null, gone: 'out_of_scope', seq: '70' })
    bench.server.write('Ticket', 'TKT-1', { subject: 'Theirs' }, { seq: '70' })
    bench.server.next(ENDPOINTS.feed, refusing('scope_changed'))
    await client.sync()
    expect(await client.get('Ticket', 'TKT-1')).toMatchObject({
      data: { subject: 'Theirs' },
      gone: null,
      seq: '70',
    })
  })

  it('takes away what is not in sight with another role, at the place it had', async () => {
    bench.server.write('Ticket', 'TKT-1', { subject: 'Ours' }, { seq: '70' })
    const client = await bench.ready()
    bench.server.write('Ticket', 'TKT-1', { subject: 'Ours' }, { seq: '70', gone: 'out_of_scope', data: {} })
    bench.server.next(ENDPOINTS.feed, refusing('scope_changed'))
    await client.sync()
    expect(await client.get('Ticket', 'TKT-1')).toMatchObject({ data: null, gone: 'out_of_scope', seq: '70' })
  })

  it.each(['cursor_expired', 'scope_changed', 'invalid_cursor', 'epoch_changed'] as const)(
    'because of %s keeps the queue and forgets what is no longer there',
    async (code) => {
      bench.server.write('Ticket', 'TKT-1', { subject: 'Stays' })
      bench.server.write('Ticket', 'TKT-2', { subject: 'Goes' })
      const client = await bench.ready()
      await client.queueChange('Ticket', 'TKT-1', { priority: 'High' })
      const fresh = await client.queueChange('Ticket', null, { subject: 'Mine' })
      bench.server.documents.delete('Ticket/TKT-2')
      bench.server.next(ENDPOINTS.upsertBatch, () => ({ status: 403 }))
      bench.server.next(ENDPOINTS.feed, refusing(code))
      await client.sync()
      expect((await client.list('Ticket')).map((ticket) => ticket.data?.subject).sort()).toEqual([
        'Mine',
        'Stays',
      ])
      expect((await client.pending()).map((entry) => entry.doctype)).toEqual(['Ticket', 'Ticket'])
      expect((await client.get('Ticket', 'TKT-1'))?.data).toEqual({ subject: 'Stays', priority: 'High' })
      await client.sync()
      expect(bench.server.documents.get(`Ticket/${fresh.name}`)?.data).toEqual({ subject: 'Mine' })
    },
  )

  it('stops after a few times when the server refuses its own cursors', async () => {
    const client = await bench.ready()
    bench.server.next(ENDPOINTS.feed, ...Array.from({ length: 9 }, () => refusing('invalid_cursor')))
    expect((await client.sync()).ended).toMatchObject({ kind: 'refused', status: 422 })
    expect(feeds()).toHaveLength(1 + 4)
  })

  it('reads to the end first when a push asks for it, then pushes', async () => {
    bench.server.write('Ticket', 'TKT-1', { subject: 'Leak' })
    const client = await bench.ready()
    bench.server.write('Ticket', 'TKT-1', { priority: 'High' })
    await client.queueChange('Ticket', 'TKT-1', { subject: 'Big leak' })
    bench.server.next(ENDPOINTS.upsertBatch, refusing('resync_required'))
    const result = await client.sync()
    expect(result).toMatchObject({ ended: { kind: 'complete' }, status: 'success', retry: [] })
    const order = bench.server.received.slice(-4).map((request) => request.path)
    expect(order).toEqual([ENDPOINTS.upsertBatch, ENDPOINTS.feed, ENDPOINTS.upsertBatch, ENDPOINTS.feed])
    expect(bench.server.pushes().at(-1)?.body.operations).toMatchObject([{ base_version: 1 }])
  })
})

describe('a server restored from a backup', () => {
  it('is offered again what it had acknowledged, under the same ids and in the same order', async () => {
    const client = await bench.ready()
    const { name } = await client.queueChange('Ticket', null, { subject: 'Leak' })
    await client.sync()
    await client.queueChange('Ticket', name, { priority: 'High' })
    await client.sync()
    const before = bench.server.pushes().map((request) => request.body.operations?.[0]?.mutation_id)

    bench.server.documents.clear()
    bench.server.receipts.clear()
    bench.server.epoch = 'epoch-2'
    bench.server.next(ENDPOINTS.feed, refusing('epoch_changed'))
    await client.sync()
    const offered = bench.server
      .pushes()
      .slice(2)
      .map((request) => request.body.operations?.[0]?.mutation_id)
    expect(offered).toEqual(before)
    expect(bench.server.documents.get(`Ticket/${name}`)?.data).toEqual({ subject: 'Leak', priority: 'High' })
    expect(await client.pending()).toEqual([])
  })

  it('is offered it too by a device whose clock was set forward by ten years meanwhile', async () => {
    const clock = { now: Date.parse('2026-01-05T09:00:00Z') }
    const client = await bench.open({ ports: { now: () => clock.now, delay: async () => {} } })
    await client.login('ana@demo.test', 'demo')
    const { name } = await client.queueChange('Ticket', null, { subject: 'Leak' })
    await client.sync()
    clock.now += 10 * 365 * 24 * 3_600_000
    await client.sync()

    bench.server.documents.clear()
    bench.server.receipts.clear()
    bench.server.epoch = 'epoch-2'
    bench.server.next(ENDPOINTS.feed, refusing('epoch_changed'))
    await client.sync()
    expect(bench.server.documents.get(`Ticket/${name}`)?.data).toEqual({ subject: 'Leak' })
  })

  /** The server does its work, and then is what its backup knows: nothing. */
  const restoredAfter: Situation = (ordinary) => {
    const reply = ordinary()
    restore()
    bench.server.next(ENDPOINTS.feed, (page, request) =>
      request.query.has('since') ? refusing('epoch_changed')(page, request) : page(),
    )
    return reply
  }
  const restore = () => {
    bench.server.documents.clear()
    bench.server.receipts.clear()
    bench.server.epoch = 'epoch-2'
  }

  it('is offered what it had acknowledged to a device that had never read anything', async () => {
    const client = await bench.open()
    await client.login('ana@demo.test', 'demo')
    const { name } = await client.queueChange('Ticket', null, { subject: 'Leak' })
    bench.server.next(ENDPOINTS.upsertBatch, restoredAfter)
    await client.sync()
    expect(bench.server.documents.get(`Ticket/${name}`)?.data).toEqual({ subject: 'Leak' })
    expect(await client.pending()).toEqual([])
  })

  it('is noticed by a device that reads from the beginning', async () => {
    const client = await bench.ready()
    const { name } = await client.queueChange('Ticket', null, { subject: 'Leak' })
    await client.sync()
    const isCut = Array.from({ length: ATTEMPTS_MAX }, (): Situation => () => 'cut')
    bench.server.next(ENDPOINTS.feed, refusing('scope_changed'), ...isCut)
    expect((await client.sync()).ended.kind).toBe('unreachable')

    restore()
    await client.sync()
    expect(bench.server.documents.get(`Ticket/${name}`)?.data).toEqual({ subject: 'Leak' })
    expect(await client.pending()).toEqual([])
  })

  it('may not have the document of an edit back yet: the edit goes again once it has', async () => {
    bench.server.write('Ticket', 'TKT-1', { subject: 'Leak' })
    const client = await bench.ready()
    await client.queueChange('Ticket', 'TKT-1', { priority: 'High' })
    await client.sync()

    bench.server.documents.clear()
    bench.server.epoch = 'epoch-2'
    bench.server.next(ENDPOINTS.feed, refusing('epoch_changed'))
    const error = { code: 'not_found', message: 'There is no such document.' }
    bench.server.next(
      ENDPOINTS.upsertBatch,
      answering((operation) => resultOf(operation, { status: 'rejected', error })),
    )
    await client.sync()
    expect(await client.pending()).toMatchObject([{ state: 'rejected', name: 'TKT-1' }])
    const refused = bench.server.pushes().length

    bench.server.write('Ticket', 'TKT-1', { subject: 'Leak' })
    await client.sync()
    expect(await client.pending()).toEqual([])
    expect(bench.server.documents.get('Ticket/TKT-1')?.data).toEqual({ subject: 'Leak', priority: 'High' })
    const ids = bench.server.pushes().map((request) => request.body.operations?.[0]?.mutation_id)
    expect(ids).toHaveLength(refused + 1)
    // Copies of this phone must come to the same id.
    expect(ids.at(-1)).toBe(successorOf(ids[0] ?? ''))
    expect(successorOf('b816a392-13e1-478e-b55a-ffffffffffff')).toBe('b816a392-13e1-478e-b55a-000000000000')
  })
})
