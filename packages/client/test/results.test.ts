import { ENDPOINTS, type ItemResult, type Operation } from '@dartwing/protocol'
import { STRATEGIES } from '@dartwing/rules'
import { describe, expect, it } from 'vitest'
import type { ClientEvent } from '../src/index.ts'
import { useBench } from './device.ts'
import { answering, failing, resultOf } from './scripted-server.ts'

const bench = useBench()

const held = (operation: Operation, extra: Partial<ItemResult> = {}): ItemResult =>
  resultOf(operation, {
    status: 'conflict_manual',
    conflict_strategy: 'manual_resolve',
    version: 3,
    seq: '50',
    resolved_doc: { title: 'Ortega', duration: 60 },
    conflicts: ['duration'],
    conflict_id: 'C-1',
    due_at: '2026-01-06T09:00:00Z',
    ...extra,
  })

describe('a held change', () => {
  it('shows the server, is in the inbox with its deadline, and leaves the queue', async () => {
    bench.server.write('Appointment', 'APT-1', { title: 'Ortega', duration: 30 })
    const client = await bench.ready()
    await client.queueChange('Appointment', 'APT-1', { duration: 45 })
    bench.server.next(
      ENDPOINTS.upsertBatch,
      answering((operation) => held(operation)),
    )
    const result = await client.sync()
    expect(result).toMatchObject({ status: 'conflict_manual', conflicts: ['duration'], retry: [] })
    expect(result.notifications).toMatchObject([{ type: 'review_needed', conflict_id: 'C-1' }])
    expect((await client.get('Appointment', 'APT-1'))?.data).toEqual({ title: 'Ortega', duration: 60 })
    expect(await client.inbox()).toEqual([
      {
        id: 'C-1',
        doctype: 'Appointment',
        name: 'APT-1',
        fields: ['duration'],
        due_at: '2026-01-06T09:00:00Z',
      },
    ])
  })

  it('leaves the inbox with the row that carries the decision', async () => {
    const client = await bench.ready()
    const { name } = await client.queueChange('Appointment', null, { duration: 45 })
    bench.server.next(
      ENDPOINTS.upsertBatch,
      answering((operation) => held(operation)),
    )
    await client.sync()
    bench.server.write('Appointment', name, { duration: 60 }, { seq: '51', version: 4 })
    await client.sync()
    expect(await client.inbox()).toEqual([])
  })

  it('learns at the same seq what the push result left out', async () => {
    const client = await bench.ready()
    const { name } = await client.queueChange('Appointment', null, { duration: 45 })
    bench.server.next(
      ENDPOINTS.upsertBatch,
      answering((operation) => held(operation)),
    )
    const conflict = { id: 'C-1', fields: ['duration', 'appointment_date'], due_at: null }
    bench.server.write('Appointment', name, { duration: 60 }, { seq: '50', version: 3, conflict })
    await client.sync()
    expect(await client.inbox()).toMatchObject([{ fields: ['duration', 'appointment_date'], due_at: null }])
    expect((await client.get('Appointment', name))?.modified_by).toBe('office@demo.test')
  })

  it('is not marked again by its repeated answer once a person has decided', async () => {
    const client = await bench.ready()
    const { name } = await client.queueChange('Appointment', null, { duration: 45 })
    bench.server.next(
      ENDPOINTS.upsertBatch,
      answering((operation) => held(operation)),
    )
    await client.sync()
    bench.server.write('Appointment', name, { duration: 60 }, { seq: '70', version: 4 })
    await client.sync()
    expect(await client.inbox()).toEqual([])

    const [pushed] = bench.server.pushes()
    const [operation] = pushed?.body.operations ?? []
    if (operation === undefined) throw new Error('Nothing was pushed')
    const now = { seq: '70', version: 4, resolved_doc: { duration: 60 }, replayed: true }
    await client.processSyncResponse({ message: { results: [{ ...held(operation), ...now }] } })
    expect(await client.inbox()).toEqual([])
  })
})

describe('a settled conflict', () => {
  it.each(STRATEGIES)(
    'by %s takes the server document, tells once, and submits nothing again',
    async (strategy) => {
      bench.server.write('Dispatch Job', 'JOB-1', { status: 'Assigned' })
      const client = await bench.ready()
      const told: ClientEvent[] = []
      client.subscribe((event) => told.push(event))
      await client.queueChange('Dispatch Job', 'JOB-1', { status: 'Completed' })
      bench.server.next(
        ENDPOINTS.upsertBatch,
        answering((operation) =>
          resultOf(operation, {
            status: 'conflict',
            conflict_strategy: strategy,
            version: 3,
            seq: '60',
            resolved_doc: { status: 'Cancelled' },
            conflicts: ['status'],
          }),
        ),
      )
      const result = await client.sync()
      expect(result.notifications).toHaveLength(1)
      expect(result.notifications[0]?.message).toContain('Dispatch Job JOB-1')
      expect(told.filter((event) => event.type === 'announcement')).toHaveLength(1)
      expect((await client.get('Dispatch Job', 'JOB-1'))?.data).toEqual({ status: 'Cancelled' })
      expect(bench.server.pushes()).toHaveLength(1)
      expect(await client.pending()).toEqual([])
    },
  )

  it("puts the server's own notices first", async () => {
    const client = await bench.ready()
    await client.queueChange('Dispatch Job', 'JOB-1', { completion_notes: 'Started' })
    const notifications = [
      {
        type: 'assignment_changed' as const,
        field: 'assigned_to',
        from: 'A',
        to: 'B',
        message: 'Reassigned',
      },
    ]
    bench.server.next(
      ENDPOINTS.upsertBatch,
      answering((operation) =>
        resultOf(operation, { status: 'conflict', conflict_strategy: 'field_level', notifications }),
      ),
    )
    const result = await client.sync()
    expect(result.notifications.map((notice) => notice.type)).toEqual([
      'assignment_changed',
      'document_changed',
    ])
  })
})

describe('an answer', () => {
  it('older than what is here changes nothing', async () => {
    const client = await bench.ready()
    const { name } = await client.queueChange('Ticket', null, { subject: 'Leak' })
    bench.server.write('Ticket', name, { subject: 'Newer' }, { seq: '80', version: 9 })
    bench.server.next(ENDPOINTS.upsertBatch, () => ({ status: 403 }))
    await client.sync()
    bench.server.next(
      ENDPOINTS.upsertBatch,
      answering((operation) =>
        resultOf(operation, { version: 1, seq: '70', resolved_doc: { subject: 'Leak' } }),
      ),
    )
    await client.sync()
    expect(await client.get('Ticket', name)).toMatchObject({ version: 9, data: { subject: 'Newer' } })
  })

  it('can be processed twice without harm', async () => {
    const client = await bench.ready()
    await client.queueChange('Ticket', 'TKT-1', { subject: 'Leak' })
    bench.server.next(ENDPOINTS.upsertBatch, ...Array.from({ length: 5 }, () => failing(500)))
    await client.sync()
    const operation = bench.server.pushes()[0]?.body.operations?.[0]
    if (!operation) throw new Error('nothing was sent')
    const result = held(operation)
    await client.processSyncResponse({ message: { results: [result] } })
    await client.processSyncResponse({ results: [result] })
    await client.handleConflict(result)
    expect(await client.pending()).toEqual([])
    expect(await client.inbox()).toHaveLength(1)
  })

  it('that says the record is out of sight drops the copy', async () => {
    bench.server.write('Dispatch Job', 'JOB-1', { assigned_to: 'ana@demo.test' })
    const client = await bench.ready()
    await client.queueChange('Dispatch Job', 'JOB-1', { completion_notes: 'Started' })
    bench.server.next(
      ENDPOINTS.upsertBatch,
      answering((operation) =>
        resultOf(operation, {
          status: 'conflict',
          gone: 'out_of_scope',
          resolved_doc: null,
          version: null,
          seq: null,
        }),
      ),
    )
    bench.server.next(ENDPOINTS.feed, () => ({ status: 403 }))
    await client.sync()
    expect(await client.get('Dispatch Job', 'JOB-1')).toMatchObject({ data: null, server: null })
  })
})
