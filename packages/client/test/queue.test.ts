import { ENDPOINTS } from '@dartwing/protocol'
import { describe, expect, it } from 'vitest'
import { useBench } from './device.ts'
import { answering, failing, resultOf } from './scripted-server.ts'

const bench = useBench()

describe('an insert', () => {
  it('is named by the device with the series of its DocType', async () => {
    const client = await bench.open()
    const { name } = await client.queueChange('Dispatch Job', null, { title: 'Boiler' })
    expect(name).toMatch(/^JOB-[0-9a-f-]{36}$/)
    expect(await client.pending()).toMatchObject([{ op: 'insert', name, base_version: 0, base: null }])
  })

  it('takes later edits in as long as it was never sent', async () => {
    const client = await bench.open()
    const { name, mutation_id } = await client.queueChange('Ticket', null, {
      subject: 'Leak',
      priority: 'Low',
    })
    const second = await client.queueChange('Ticket', name, { priority: 'High' })
    expect(second.mutation_id).toBe(mutation_id)
    expect(await client.pending()).toMatchObject([
      { op: 'insert', base: null, data: { subject: 'Leak', priority: 'High' } },
    ])
  })

  it('on its way is the base of the edit that follows it', async () => {
    const client = await bench.ready()
    const { name } = await client.queueChange('Ticket', null, { subject: 'Leak', priority: 'Low' })
    bench.server.next(ENDPOINTS.upsertBatch, ...Array.from({ length: 5 }, () => failing(503)))
    await client.sync()
    await client.queueChange('Ticket', name, { priority: 'High', status: 'Open' })
    expect(await client.pending()).toMatchObject([
      { op: 'insert', state: 'sent' },
      { op: 'update', base_version: 0, base: { priority: 'Low', status: null } },
    ])
  })

  it('stored under another name is followed by the edits that waited', async () => {
    const client = await bench.ready()
    const { name } = await client.queueChange('Customer', 'CUST-1', { customer_name: 'Berglunds snabbköp' })
    bench.server.next(
      ENDPOINTS.upsertBatch,
      failing(500),
      failing(500),
      failing(500),
      failing(500),
      failing(500),
      answering((operation) =>
        resultOf(operation, {
          name: 'CUST-1_abcdef12',
          requested_name: name,
          version: 1,
          seq: '900',
          resolved_doc: operation.data ?? null,
        }),
      ),
    )
    await client.sync()
    await client.queueChange('Customer', name, { territory: 'Norden' })
    await client.sync()
    expect(bench.server.pushes().at(-1)?.body.operations).toMatchObject([
      { op: 'update', name: 'CUST-1_abcdef12', data: { territory: 'Norden' } },
    ])
    expect(await client.get('Customer', 'CUST-1')).toBeNull()
  })
})

describe('two edits of one document', () => {
  it('are folded into one while neither was sent, and keep the first values as the base', async () => {
    bench.server.write('Ticket', 'TKT-1', { subject: 'Leak', priority: 'Low', status: 'Open' })
    const client = await bench.ready()
    await client.queueChange('Ticket', 'TKT-1', { priority: 'High' })
    await client.queueChange('Ticket', 'TKT-1', { priority: 'Urgent', status: 'Pending' })
    expect(await client.pending()).toMatchObject([
      {
        base_version: 1,
        base: { priority: 'Low', status: 'Open' },
        data: { priority: 'Urgent', status: 'Pending' },
      },
    ])
  })

  it('carry the same true base when the first is on its way', async () => {
    bench.server.write('Ticket', 'TKT-1', { subject: 'Leak', priority: 'Low' })
    const client = await bench.ready()
    await client.queueChange('Ticket', 'TKT-1', { priority: 'High' })
    bench.server.next(ENDPOINTS.upsertBatch, ...Array.from({ length: 5 }, () => failing(503)))
    await client.sync()
    await client.queueChange('Ticket', 'TKT-1', { priority: 'Urgent' })
    expect(await client.pending()).toMatchObject([
      { state: 'sent', base_version: 1, base: { priority: 'Low' }, data: { priority: 'High' } },
      { state: 'waiting', base_version: 1, base: { priority: 'Low' }, data: { priority: 'Urgent' } },
    ])
    await client.sync()
    const sent = bench.server
      .pushes()
      .slice(-2)
      .map((request) => request.body.operations)
    expect(sent).toMatchObject([
      [{ data: { priority: 'High' }, base_version: 1 }],
      [{ data: { priority: 'Urgent' }, base_version: 1 }],
    ])
  })

  it('are not folded when the app was opened anew between them: a copy of the database may send the first', async () => {
    bench.server.write('Dispatch Job', 'JOB-1', { parts_used: [{ item_code: 'FUSE', quantity: 1 }] })
    const before = await bench.ready()
    const parts = (quantity: number) => ({ parts_used: [{ item_code: 'FUSE', quantity }] })
    await before.queueChange('Dispatch Job', 'JOB-1', parts(4))
    await before.close()
    const client = await bench.open()
    await client.queueChange('Dispatch Job', 'JOB-1', parts(5))
    await client.queueChange('Dispatch Job', 'JOB-1', parts(6))
    const [first, second, ...more] = await client.pending()
    expect([first?.data, second?.data, more]).toEqual([parts(4), parts(6), []])
    expect([first?.over, second?.over]).toEqual([[], [first?.mutation_id]])
    expect(second?.base).toEqual(first?.base)
  })

  it('are not folded when the server moved on between them', async () => {
    bench.server.write('Ticket', 'TKT-1', { priority: 'Low' })
    const client = await bench.ready()
    await client.queueChange('Ticket', 'TKT-1', { priority: 'High' })
    bench.server.write('Ticket', 'TKT-1', { status: 'Open' })
    bench.server.next(ENDPOINTS.upsertBatch, () => ({ status: 403 }))
    await client.sync()
    await client.queueChange('Ticket', 'TKT-1', { status: 'Closed' })
    expect((await client.pending()).map((entry) => entry.base_version)).toEqual([1, 2])
  })
})

describe('own pending edits', () => {
  it('stay on top of what the server says meanwhile', async () => {
    bench.server.write('Dispatch Job', 'JOB-1', { completion_notes: '', status: 'Assigned' })
    const client = await bench.ready()
    await client.queueChange('Dispatch Job', 'JOB-1', { completion_notes: 'Started' })
    bench.server.write('Dispatch Job', 'JOB-1', { status: 'Cancelled', completion_notes: 'office' })
    bench.server.next(ENDPOINTS.upsertBatch, () => ({ status: 403 }))
    await client.sync()
    const job = await client.get('Dispatch Job', 'JOB-1')
    expect(job?.data).toEqual({ completion_notes: 'Started', status: 'Cancelled' })
    expect(job?.server).toEqual({ completion_notes: 'office', status: 'Cancelled' })
    expect(await client.list('Dispatch Job')).toHaveLength(1)
  })

  it('are never a base for the next one', async () => {
    bench.server.write('Ticket', 'TKT-1', { priority: 'Low', status: 'Open' })
    const client = await bench.ready()
    await client.queueChange('Ticket', 'TKT-1', { priority: 'High' })
    await client.queueDelete('Ticket', 'TKT-1')
    expect(await client.pending()).toMatchObject([{ base_version: 1 }, { op: 'delete', base_version: 1 }])
    expect((await client.get('Ticket', 'TKT-1'))?.data).toBeNull()
  })
})

it('a deleted record can be asked back', async () => {
  bench.server.write('Ticket', 'TKT-1', { subject: 'Leak' })
  const client = await bench.ready()
  bench.server.write('Ticket', 'TKT-1', {}, { deleted: true, gone: 'deleted' })
  await client.sync()
  await client.queueUndelete('Ticket', 'TKT-1')
  expect(await client.pending()).toMatchObject([{ op: 'undelete', base_version: 2, data: null }])
  await expect(client.queueDelete('Ticket', 'TKT-9')).rejects.toMatchObject({ code: 'unknown_document' })
})
