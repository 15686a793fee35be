/** What is sent, and what is not, when a person changes their mind before the server has heard of it. */
import { ENDPOINTS } from '@dartwing/protocol'
import { describe, expect, it } from 'vitest'
import type { SyncClient } from '../src/index.ts'
import { useBench } from './device.ts'
import { answering, failing, resultOf } from './scripted-server.ts'

const bench = useBench()
const sent = () =>
  bench.server.pushes().flatMap(({ body }) => (body.operations ?? []).map(({ op, data }) => [op, data]))

const NEW = 'TKT-9'
const KNOWN = 'TKT-1'
const GONE = 'TKT-2'
const makes = (client: SyncClient) => client.queueChange('Ticket', NEW, { subject: 'Leak' })
const edits = (client: SyncClient, name: string) => client.queueChange('Ticket', name, { priority: 'High' })

const ROWS: [string, (client: SyncClient) => Promise<unknown>, unknown[]][] = [
  [
    'an update of a new record goes with it',
    async (client) => [await makes(client), await edits(client, NEW)],
    [['insert', { subject: 'Leak', priority: 'High' }]],
  ],
  [
    'a new record that is deleted is nothing',
    async (client) => [await makes(client), await client.queueDelete('Ticket', NEW)],
    [],
  ],
  [
    'a new record that is changed and deleted is nothing',
    async (client) => [
      await makes(client),
      await edits(client, NEW),
      await client.queueDelete('Ticket', NEW),
    ],
    [],
  ],
  [
    'a delete that is taken back is nothing',
    async (client) => [
      await client.queueDelete('Ticket', KNOWN),
      await client.queueUndelete('Ticket', KNOWN),
    ],
    [],
  ],
  [
    'an undelete that is taken back is nothing',
    async (client) => [await client.queueUndelete('Ticket', GONE), await client.queueDelete('Ticket', GONE)],
    [],
  ],
  [
    'a delete taken back leaves the update before it',
    async (client) => [
      await edits(client, KNOWN),
      await client.queueDelete('Ticket', KNOWN),
      await client.queueUndelete('Ticket', KNOWN),
    ],
    [['update', { priority: 'High' }]],
  ],
  [
    'a delete leaves the update before it, because it may be refused',
    async (client) => [await edits(client, KNOWN), await client.queueDelete('Ticket', KNOWN)],
    [
      ['update', { priority: 'High' }],
      ['delete', null],
    ],
  ],
]

describe('before anything was sent', () => {
  it.each(ROWS)('%s', async (_what, make, expected) => {
    bench.server.write('Ticket', KNOWN, { subject: 'Leak', priority: 'Low' })
    const client = await bench.ready()
    bench.server.write('Ticket', GONE, {}, { deleted: true, gone: 'deleted' })
    await client.sync()
    await make(client)
    const waiting = (await client.pending()).map(({ op, data }) => [op, data])
    expect(waiting).toEqual(expected)
    await client.sync()
    expect(sent()).toEqual(expected)
    expect(await client.pending()).toEqual([])
  })

  it('says which changes were taken back', async () => {
    const client = await bench.open()
    const { mutation_id } = await makes(client)
    expect(await client.queueDelete('Ticket', NEW)).toEqual({
      name: NEW,
      mutation_id,
      taken_back: [mutation_id],
    })
    expect(await client.get('Ticket', NEW)).toBeNull()
  })

  it('a record whose insert was refused goes with its edits when it is deleted', async () => {
    const client = await bench.ready()
    await makes(client)
    const error = { code: 'validation_failed', message: 'No' }
    bench.server.next(
      ENDPOINTS.upsertBatch,
      answering((operation) => resultOf(operation, { status: 'rejected', error })),
    )
    await client.sync()
    await edits(client, NEW)
    expect((await client.queueDelete('Ticket', NEW)).taken_back).toHaveLength(2)
    expect(await client.pending()).toEqual([])
  })
})

describe('after it may have been sent', () => {
  it('a later edit names what it was made over, under the id that goes again after a refusal', async () => {
    bench.server.write('Ticket', KNOWN, { subject: 'Leak', priority: 'Low' })
    const client = await bench.ready()
    const first = await edits(client, KNOWN)
    const error = { code: 'validation_failed', message: 'No' }
    bench.server.next(ENDPOINTS.upsertBatch, ...Array.from({ length: 5 }, () => failing(503)))
    await client.sync()
    await client.queueChange('Ticket', KNOWN, { subject: 'Flood' })
    const refuse = answering((operation) =>
      resultOf(operation, operation.mutation_id === first.mutation_id ? { status: 'rejected', error } : {}),
    )
    bench.server.next(ENDPOINTS.upsertBatch, refuse, failing(400))
    await client.sync()
    const again = await client.retryRejected(first.mutation_id)
    const pending = await client.pending()
    expect(pending.map(({ over }) => over)).toEqual([[], [again.mutation_id]])
    await client.sync()
    const last = bench.server.pushes().at(-1)?.body.operations?.[0]
    expect(last).toMatchObject({ data: { subject: 'Flood' }, over: [again.mutation_id] })
  })

  it('an edit names what was shown, and goes into none that was made over something else', async () => {
    bench.server.write('Ticket', KNOWN, { subject: 'Leak', priority: 'Low' })
    const client = await bench.ready()
    const error = { code: 'validation_failed', message: 'No' }
    const refuse = answering((operation) => resultOf(operation, { status: 'rejected', error }))
    const refused = await edits(client, KNOWN)
    const deleted = await client.queueDelete('Ticket', KNOWN)
    bench.server.next(ENDPOINTS.upsertBatch, refuse, refuse)
    await client.sync()
    const first = await client.retryRejected(refused.mutation_id)
    const second = await client.queueChange('Ticket', KNOWN, { subject: 'Flood' })
    const again = await client.retryRejected(deleted.mutation_id)
    expect((await client.get('Ticket', KNOWN))?.data).toEqual({ subject: 'Flood', priority: 'Low' })
    const third = await client.queueChange('Ticket', KNOWN, { subject: 'Flood in the cellar' })
    await client.discard(again.mutation_id)
    expect((await client.get('Ticket', KNOWN))?.data).toMatchObject({ priority: 'High' })
    await client.queueChange('Ticket', KNOWN, { subject: 'Dry' })
    const ids = [first, second, third].map(({ mutation_id }) => mutation_id)
    expect((await client.pending()).map(({ over }) => over)).toEqual([
      [],
      ids.slice(0, 1),
      ids.slice(1, 2),
      ids,
    ])
  })

  it('a new record that is deleted is deleted at the server', async () => {
    const client = await bench.ready()
    await makes(client)
    bench.server.next(ENDPOINTS.upsertBatch, ...Array.from({ length: 5 }, () => failing(503)))
    await client.sync()
    expect((await client.queueDelete('Ticket', NEW)).taken_back).toEqual([])
    expect(await client.pending()).toMatchObject([{ op: 'insert', state: 'sent' }, { op: 'delete' }])
  })

  it('an edit made while one is in flight waits, stays on top of the answer, and keeps its true base', async () => {
    bench.server.write('Ticket', KNOWN, { subject: 'Leak', priority: 'Low', status: 'Open' })
    const client = await bench.ready()
    await client.queueChange('Ticket', KNOWN, { priority: 'High' })
    let isMade = Promise.resolve<unknown>(null)
    bench.server.next(ENDPOINTS.upsertBatch, (ordinary) => {
      bench.server.write('Ticket', KNOWN, { status: 'Pending' })
      isMade = client.queueChange('Ticket', KNOWN, { priority: 'Urgent', subject: 'Flood' })
      return ordinary()
    })
    const views: unknown[] = []
    client.subscribe((event) => {
      if (event.type === 'changed') views.push(client.get('Ticket', KNOWN).then((one) => one?.data))
    })
    await client.sync()
    await isMade
    await client.sync()
    for (const view of (await Promise.all(views)).slice(1)) {
      expect(view).toMatchObject({ priority: 'Urgent', subject: 'Flood' })
    }
    const [first, second] = bench.server.pushes().map(({ body }) => body.operations?.[0])
    expect(first).toMatchObject({ data: { priority: 'High' }, base_version: 1 })
    expect(second).toMatchObject({
      data: { priority: 'Urgent', subject: 'Flood' },
      base: { subject: 'Leak' },
    })
    expect((await client.get('Ticket', KNOWN))?.data).toEqual({
      subject: 'Flood',
      priority: 'Urgent',
      status: 'Pending',
    })
  })
})
