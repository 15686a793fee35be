/** What a release does not know it keeps and hands on: fields of documents, keys of messages. */
import { randomUUID } from 'node:crypto'
import { documentVersion, ENDPOINTS } from '@dartwing/protocol'
import { docTypeRule, STRATEGIES } from '@dartwing/rules'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type Api, call, insert, ORG, type RawDevice, rawDevice, startApi, update } from './api-kit.ts'
import { appointment, Desk, PICK_CLIENT, times } from './conflict-kit.ts'

let api: Api
let desk: Desk
beforeAll(async () => {
  api = await startApi()
  desk = await Desk.open(api)
})
afterAll(() => api.close())

const CUSTOM = {
  custom_weather: { sky: 'grey', hours: [1, null, 2.5], Größe: '暖房' },
  custom_flag: null,
  custom_rows: [{ no_id: true }, []],
}

/** Null clears, so that of a field that is not there nothing is left. */
const { custom_flag: _cleared, ...SENT } = CUSTOM

interface Case {
  readonly strategy: string
  readonly doctype: string
  readonly known: (name: string) => Record<string, unknown>
  /** Both sides change this field. */
  readonly server: Record<string, unknown>
  readonly client: Record<string, unknown>
}

const message = (message_id: string) => ({ message_id, text: message_id, timestamp: '2031-01-01T10:00:00Z' })
const CASES: readonly Case[] = [
  {
    strategy: 'server_wins',
    doctype: 'Customer',
    known: () => ({ customer_name: 'A' }),
    server: { customer_name: 'B' },
    client: { customer_name: 'C' },
  },
  {
    strategy: 'client_wins',
    doctype: 'Notification',
    known: () => ({ subject: 'A', user: ADMIN }),
    server: { subject: 'B' },
    client: { subject: 'C' },
  },
  {
    strategy: 'field_level',
    doctype: 'Dispatch Job',
    known: () => ({ title: 'A', priority: 'Low' }),
    server: { priority: 'High' },
    client: { priority: 'Urgent' },
  },
  {
    strategy: 'manual_resolve',
    doctype: 'Appointment',
    known: (name) => appointment(name, '07:00', '08:00'),
    server: times('08:00', '09:00'),
    client: times('08:30', '09:30'),
  },
  {
    strategy: 'append_only',
    doctype: 'Conversation',
    known: () => ({ channel: 'SMS', status: 'Open', messages: [message('a')] }),
    server: { messages: [message('a'), message('b')] },
    client: { messages: [message('a'), message('c')] },
  },
  {
    strategy: 'version_all',
    doctype: 'Vault Document',
    known: () => ({ document_name: 'A', file: 'f1', version: 1 }),
    server: { document_name: 'B' },
    client: { document_name: 'C' },
  },
  {
    strategy: 'last_write_wins',
    doctype: 'Ticket',
    known: () => ({ subject: 'A', description: 'A' }),
    server: { description: 'B' },
    client: { description: 'C' },
  },
]

async function twoDevices(): Promise<[RawDevice, RawDevice]> {
  return [await rawDevice(api.address, ADMIN), await rawDevice(api.address, ADMIN)]
}

async function rowOf(device: RawDevice, name: string) {
  const { rows } = await device.readAll()
  return rows.find((row) => row.name === name)
}

describe('unknown fields of a document', () => {
  it('are looked at under every strategy', () => {
    expect(CASES.map(({ strategy }) => strategy).sort()).toEqual([...STRATEGIES].sort())
    for (const { strategy, doctype } of CASES) {
      const rule = docTypeRule(doctype)
      expect([
        rule?.strategy,
        ...(rule?.last_write_wins_fields ?? []).map(() => 'last_write_wins'),
      ]).toContain(strategy)
    }
  })

  it.each(CASES)(
    'stay as they are when $strategy merges $doctype',
    async ({ doctype, known, server, client }) => {
      const [office, phone] = await twoDevices()
      const name = `X-${randomUUID()}`
      const [made] = await office.results([insert(doctype, name, { ...known(name), ...CUSTOM })])
      expect(made).toMatchObject({ status: 'success', resolved_doc: CUSTOM })
      expect((await rowOf(phone, name))?.data).toMatchObject(CUSTOM)
      await office.results([update(doctype, name, 1, server)])
      const [merged] = await phone.results([update(doctype, name, 1, client)])
      expect(merged?.status).toMatch(/^(success|conflict|conflict_manual)$/)
      expect(merged?.resolved_doc).toMatchObject(CUSTOM)
      expect((await rowOf(office, name))?.data).toMatchObject(CUSTOM)
      if (merged?.branch != null)
        expect((await rowOf(office, merged.branch.name))?.data).toMatchObject(CUSTOM)
    },
  )

  it.each(CASES)(
    'are sent by one side and kept under $strategy of $doctype',
    async ({ doctype, known, server }) => {
      const [office, phone] = await twoDevices()
      const name = `X-${randomUUID()}`
      await office.results([insert(doctype, name, known(name))])
      await phone.results([update(doctype, name, 1, SENT)])
      expect((await rowOf(office, name))?.data).toMatchObject(SENT)
      await office.results([update(doctype, name, 2, server)])
      expect((await rowOf(phone, name))?.data).toMatchObject({ ...SENT, ...server })
    },
  )

  it('are merged like any other when two sides change two of them', async () => {
    const [office, phone] = await twoDevices()
    const name = `TKT-${randomUUID()}`
    await office.results([insert('Ticket', name, { subject: 'x', custom_a: 1, custom_b: 1 })])
    await office.results([update('Ticket', name, 1, { custom_a: { office: true } })])
    await phone.results([update('Ticket', name, 1, { custom_b: ['phone'] })])
    expect((await rowOf(office, name))?.data).toEqual({
      subject: 'x',
      custom_a: { office: true },
      custom_b: ['phone'],
    })
  })

  it('of the rows of a table stay with their row when tables are united', async () => {
    const [office, phone] = await twoDevices()
    const name = `JOB-${randomUUID()}`
    const part = (item_code: string, more: object = {}) => ({ item_code, quantity: 1, ...more })
    const box = { custom_box: { colour: 'red' } }
    await office.results([insert('Dispatch Job', name, { title: 'x', parts_used: [part('FUSE', box)] })])
    await office.results([
      update('Dispatch Job', name, 1, {
        parts_used: [part('FUSE', box), part('WIRE', { custom_length: 3 })],
      }),
    ])
    await phone.results([
      update('Dispatch Job', name, 1, {
        parts_used: [part('FUSE', box), part('CLIP', { custom_by: 'phone' })],
      }),
    ])
    const { parts_used } = (await rowOf(office, name))?.data ?? {}
    expect(parts_used).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ item_code: 'FUSE', ...box }),
        expect.objectContaining({ item_code: 'WIRE', custom_length: 3 }),
        expect.objectContaining({ item_code: 'CLIP', custom_by: 'phone' }),
      ]),
    )
  })

  it('outlive a decision and its undoing, and stand in the history', async () => {
    const [office, phone] = await twoDevices()
    const name = `APT-${randomUUID()}`
    await office.results([insert('Appointment', name, { ...appointment(name, '10:00', '11:00'), ...CUSTOM })])
    await office.results([update('Appointment', name, 1, times('11:00', '12:00'))])
    const later = { ...times('11:30', '12:30'), custom_late: 'from the phone' }
    const [held] = await phone.results([update('Appointment', name, 1, later)])
    const id = held?.conflict_id ?? ''
    expect((await desk.detail(id)).client).toMatchObject({ ...CUSTOM, custom_late: 'from the phone' })
    const all = { ...CUSTOM, custom_late: 'from the phone' }
    expect((await desk.ask('resolve', id, { body: PICK_CLIENT })).status).toBe(200)
    expect((await desk.document('Appointment', name)).data).toMatchObject(all)
    expect((await desk.ask('undo', id)).status).toBe(200)
    expect((await desk.document('Appointment', name)).data).toMatchObject(all)
    const first = await call(
      api.address,
      desk.tokenOf(ADMIN),
      `/api/documents/Appointment/${name}/versions/1`,
    )
    expect(documentVersion.parse(first.body).data).toMatchObject(CUSTOM)
  })

  it('come back with a deleted document', async () => {
    const [office] = await twoDevices()
    const name = `TKT-${randomUUID()}`
    await office.results([insert('Ticket', name, { subject: 'x', ...CUSTOM })])
    await office.results([{ ...update('Ticket', name, 1, {}), op: 'delete', data: null }])
    const [back] = await office.results([{ ...update('Ticket', name, 2, {}), op: 'undelete', data: null }])
    expect(back?.resolved_doc).toMatchObject(CUSTOM)
  })
})

describe('unknown keys of a message', () => {
  const NEWER = { added: { by: ['a', 'later', 'release'] }, flag_x: true }

  it('are no reason to refuse a batch, and no part of what a change is', async () => {
    const device = await rawDevice(api.address, ADMIN)
    const name = `TKT-${randomUUID()}`
    const ticket = insert('Ticket', name, { subject: 'x' })
    const answer = await device.push([{ ...ticket, ...NEWER }], { app_version: '9.9', ...NEWER })
    expect(answer.status).toBe(200)
    const [again] = await device.results([ticket])
    expect(again).toMatchObject({ status: 'success', replayed: true })
    expect((await rowOf(device, name))?.data).toEqual({ subject: 'x' })
  })

  it('are no reason to refuse a sign-in', async () => {
    const body = { email: ADMIN, password: 'demo', ...NEWER }
    expect((await call(api.address, null, ENDPOINTS.login, { body })).status).toBe(200)
  })

  it.each(['preview', 'resolve', 'extend', 'undo'] as const)(
    'are no reason to refuse to %s',
    async (deed) => {
      const { id } = await desk.movedTwice()
      if (deed === 'undo') await desk.ask('resolve', id, { body: PICK_CLIENT })
      const body = deed === 'extend' ? { hours: 1 } : deed === 'undo' ? {} : PICK_CLIENT
      expect((await desk.ask(deed, id, { body: { ...body, ...NEWER } })).status).toBe(200)
    },
  )

  it('are refused where a misspelt one would read something else: in the address of the feed', async () => {
    const device = await rawDevice(api.address, ADMIN)
    const { status, body } = await device.feed({ doctypes: 'Ticket', org: ORG })
    expect([status, body.code]).toEqual([422, 'malformed_request'])
  })
})
