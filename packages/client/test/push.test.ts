import { ENDPOINTS } from '@dartwing/protocol'
import { describe, expect, it } from 'vitest'
import { useBench } from './device.ts'
import { answering, failing, refusing, replyLost, resultOf } from './scripted-server.ts'

const bench = useBench()
const idsOf = (index: number) =>
  bench.server
    .pushes()
    .at(index)
    ?.body.operations?.map((operation) => operation.mutation_id)

describe('a lost reply', () => {
  it('sends the same ids and the same content again, and the server answers once', async () => {
    const client = await bench.ready()
    const { name } = await client.queueChange('Ticket', null, { subject: 'Leak' })
    bench.server.next(ENDPOINTS.upsertBatch, replyLost)
    const result = await client.sync()
    const [first, second] = bench.server.pushes()
    expect(second?.body.operations).toEqual(first?.body.operations)
    expect(result.results).toMatchObject([{ status: 'success', replayed: true, name }])
    expect(bench.server.documents.get(`Ticket/${name}`)?.version).toBe(1)
    expect(await client.pending()).toEqual([])
  })

  it('is answered after a restart too', async () => {
    const client = await bench.ready()
    await client.queueChange('Ticket', null, { subject: 'Leak' })
    bench.server.next(ENDPOINTS.upsertBatch, ...Array.from({ length: 5 }, () => replyLost))
    expect((await client.sync()).ended.kind).toBe('unreachable')
    await client.close()
    const again = await bench.open()
    expect((await again.sync()).results).toMatchObject([{ status: 'success', replayed: true }])
    expect(idsOf(0)).toEqual(idsOf(-1))
  })

  it('by silence counts as lost after the time allowed', async () => {
    const client = await bench.open({ requestTimeoutMs: 50 })
    await client.login('ana@demo.test', 'demo')
    await client.queueChange('Ticket', null, { subject: 'Leak' })
    bench.server.next(ENDPOINTS.upsertBatch, () => 'silence')
    expect((await client.sync()).ended.kind).toBe('complete')
    expect(idsOf(0)).toEqual(idsOf(1))
  })
})

describe('a server in trouble', () => {
  it('is asked again with growing pauses, and not for ever', async () => {
    const client = await bench.ready()
    await client.queueChange('Ticket', null, { subject: 'Leak' })
    bench.server.next(ENDPOINTS.upsertBatch, ...Array.from({ length: 5 }, () => failing(500)))
    const result = await client.sync()
    expect(result.ended).toMatchObject({ kind: 'unreachable' })
    expect(result.retry).toHaveLength(1)
    expect(bench.server.pushes()).toHaveLength(5)
    expect(bench.pauses).toHaveLength(4)
    expect(bench.pauses.every((pause, index) => pause >= 200 * 2 ** index)).toBe(true)
  })

  it('is given the time it asks for', async () => {
    const client = await bench.ready()
    await client.queueChange('Ticket', null, { subject: 'Leak' })
    bench.server.next(ENDPOINTS.upsertBatch, failing(429, { 'retry-after': '7' }))
    expect((await client.sync()).status).toBe('success')
    expect(bench.pauses).toEqual([7000])
  })

  it('never costs an entry, whatever it answers to the batch', async () => {
    const client = await bench.ready()
    await client.queueChange('Ticket', null, { subject: 'Leak' })
    bench.server.next(ENDPOINTS.upsertBatch, refusing('malformed_request'))
    expect((await client.sync()).ended).toMatchObject({ kind: 'refused', status: 422 })
    bench.server.next(ENDPOINTS.upsertBatch, refusing('not_enabled'))
    expect((await client.sync()).ended).toMatchObject({ kind: 'refused', status: 403 })
    bench.server.next(ENDPOINTS.upsertBatch, ...Array.from({ length: 5 }, () => () => ({ body: 'cut o' })))
    await client.sync()
    bench.server.next(
      ENDPOINTS.upsertBatch,
      ...Array.from({ length: 5 }, () => () => ({ body: { message: {} } })),
    )
    await client.sync()
    expect(await client.pending()).toHaveLength(1)
    expect((await client.sync()).status).toBe('success')
  })
})

describe('batches', () => {
  it('hold at most a hundred operations, in the order made', async () => {
    const client = await bench.ready()
    const made: string[] = []
    for (let index = 0; index < 230; index += 1) {
      made.push((await client.queueChange('Ticket', null, { subject: `Leak ${index}` })).mutation_id)
    }
    const result = await client.sync()
    expect(bench.server.pushes().map((request) => request.body.operations?.length)).toEqual([100, 100, 30])
    expect(result.results.map((item) => item.mutation_id)).toEqual(made)
  })

  it('stay under the limit of bytes', async () => {
    const client = await bench.ready()
    for (let index = 0; index < 4; index += 1) {
      await client.queueChange('Form Submission', null, { notes: 'é'.repeat(900_000) })
    }
    await client.sync()
    expect(bench.server.pushes().map((request) => request.body.operations?.length)).toEqual([2, 2])
  })

  it('keep a change that no batch can carry, and say so, without stopping the others', async () => {
    const client = await bench.ready()
    await client.queueChange('Form Submission', null, { notes: 'a'.repeat(6_000_000) })
    await client.queueChange('Ticket', null, { subject: 'Leak' })
    const result = await client.sync()
    expect(result.rejected).toMatchObject([{ doctype: 'Form Submission', error: { code: 'too_large' } }])
    expect(result.results).toMatchObject([{ doctype: 'Ticket', status: 'success' }])
  })

  it('get smaller when something on the way takes less', async () => {
    const client = await bench.ready()
    for (let index = 0; index < 4; index += 1) await client.queueChange('Ticket', null, { subject: 'Leak' })
    bench.server.next(ENDPOINTS.upsertBatch, refusing('body_too_large'))
    await client.sync()
    expect(bench.server.pushes().map((request) => request.body.operations?.length)).toEqual([4, 2, 2])
  })

  it('carry one operation of a document at a time', async () => {
    bench.server.write('Ticket', 'TKT-1', { subject: 'Leak' })
    const client = await bench.ready()
    await client.queueChange('Ticket', 'TKT-1', { subject: 'Big leak' })
    await client.queueDelete('Ticket', 'TKT-1')
    await client.queueChange('Ticket', null, { subject: 'Noise' })
    await client.sync()
    expect(bench.server.pushes().map((request) => request.body.operations?.map(({ op }) => op))).toEqual([
      ['update', 'insert'],
      ['delete'],
    ])
  })
})

describe('a rejected change', () => {
  const reject = answering((operation) =>
    resultOf(operation, { status: 'rejected', error: { code: 'not_permitted', message: 'You may not.' } }),
  )

  it('stays with its reason, is not sent again, and no longer covers the document', async () => {
    bench.server.write('SLA Policy', 'Gold', { enabled: true })
    const client = await bench.ready()
    await client.queueChange('SLA Policy', 'Gold', { enabled: false })
    bench.server.next(ENDPOINTS.upsertBatch, reject)
    const result = await client.sync()
    expect(result.status).toBe('rejected')
    expect(result.rejected).toMatchObject([{ state: 'rejected', error: { code: 'not_permitted' } }])
    expect((await client.get('SLA Policy', 'Gold'))?.data).toEqual({ enabled: true })
    await client.sync()
    expect(bench.server.pushes()).toHaveLength(1)
  })

  it('a delete that goes again takes nothing from what was changed since', async () => {
    bench.server.write('SLA Policy', 'Gold', { enabled: true, notes: 'Calls first' })
    const client = await bench.ready()
    const { mutation_id } = await client.queueDelete('SLA Policy', 'Gold')
    bench.server.next(ENDPOINTS.upsertBatch, reject)
    await client.sync()
    await client.queueChange('SLA Policy', 'Gold', { enabled: false })
    await client.retryRejected(mutation_id)
    const shown = await client.get('SLA Policy', 'Gold')
    expect(shown?.data).toEqual({ enabled: false, notes: 'Calls first' })
  })

  it('goes again under a new id, or is discarded', async () => {
    const client = await bench.ready()
    const { name, mutation_id } = await client.queueChange('Ticket', null, { subject: 'Leak' })
    bench.server.next(ENDPOINTS.upsertBatch, reject)
    await client.sync()
    const later = await client.queueChange('Ticket', name, { priority: 'High' })
    await client.sync()
    expect(bench.server.pushes()).toHaveLength(1)

    const again = await client.retryRejected(mutation_id, { subject: 'Leak in the cellar' })
    expect(again.mutation_id).not.toBe(mutation_id)
    await client.sync()
    expect(bench.server.documents.get(`Ticket/${name}`)?.data).toEqual({
      subject: 'Leak in the cellar',
      priority: 'High',
    })
    await expect(client.discard(later.mutation_id)).rejects.toMatchObject({ code: 'unknown_mutation' })
  })

  it('cannot be discarded while its fate is not known', async () => {
    const client = await bench.ready()
    const { mutation_id } = await client.queueChange('Ticket', null, { subject: 'Leak' })
    bench.server.next(ENDPOINTS.upsertBatch, ...Array.from({ length: 5 }, () => replyLost))
    await client.sync()
    await expect(client.discard(mutation_id)).rejects.toMatchObject({ code: 'in_flight' })
    const other = await client.queueChange('Ticket', null, { subject: 'Never mind' })
    await client.discard(other.mutation_id)
    expect(await client.get('Ticket', other.name)).toBeNull()
  })
})

describe('an item that cannot be brought to rest', () => {
  it.each([
    ['a status word of a later release', { status: 'deferred' }],
    ['retry', { status: 'retry' }],
    ['another id than its own', { mutation_id: '00000000-0000-4000-8000-000000000000' }],
  ])('answered with %s keeps its entry and stops nobody', async (_what, answer) => {
    const client = await bench.ready()
    const stuck = await client.queueChange('Ticket', null, { subject: 'Leak' })
    const other = await client.queueChange('Ticket', null, { subject: 'Noise' })
    bench.server.next(
      ENDPOINTS.upsertBatch,
      ...Array.from({ length: 5 }, () =>
        answering((operation) => {
          const isStuck = operation.mutation_id === stuck.mutation_id
          const stored = { version: 1, seq: '700', resolved_doc: operation.data ?? null }
          return { ...resultOf(operation, stored), ...(isStuck ? answer : {}) }
        }),
      ),
    )
    const result = await client.sync()
    expect(result.ended.kind).toBe('complete')
    expect(result.retry.map((entry) => entry.mutation_id)).toEqual([stuck.mutation_id])
    expect((await client.get('Ticket', other.name))?.version).toBe(1)
    expect((await client.sync()).retry).toEqual([])
  })
})
