import { randomUUID } from 'node:crypto'
import { checkInvariants } from '@dartwing/operate/check'
import { isClean, toTable } from '@dartwing/operate/report'
import type { ConflictList, ServerEvents } from '@dartwing/protocol'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DeadlinesJob } from '../src/conflicts/deadlines.job.ts'
import {
  ADMIN,
  type Api,
  call,
  insert,
  ORG,
  RECEPTION,
  RESOLVER,
  rawDevice,
  startApi,
  TECH_A,
  update,
} from './api-kit.ts'
import { Desk, PICK_CLIENT, PICK_SERVER, times, values } from './conflict-kit.ts'

let api: Api
let desk: Desk
beforeAll(async () => {
  api = await startApi()
  desk = await Desk.open(api)
})
afterAll(() => api.close())

const history = async (id: string) => (await desk.detail(id)).history.map((entry) => entry.type)

/** A conflict that a rule settled: the office's priority stands, the phone's is kept. */
async function settledByRule() {
  const name = `TKT-${randomUUID()}`
  const phone = await rawDevice(api.address, RECEPTION)
  await phone.results([insert('Ticket', name, { subject: 'x', priority: 'Low', status: 'Open' })])
  await desk.office.results([update('Ticket', name, 1, { priority: 'High' })])
  const [result] = await phone.results([update('Ticket', name, 1, { priority: 'Urgent' })])
  expect(result?.status).toBe('conflict')
  return { name, id: await settledId(name) }
}

async function settledId(name: string): Promise<string> {
  const rows = await desk.rows(
    "SELECT conflict_id FROM conflict WHERE name = $1 AND state = 'auto_resolved'",
    name,
  )
  return String(rows[0]?.conflict_id)
}

describe('what an undo puts back', () => {
  it('the document, as a new version, in the feed, with a receipt, and the question with a fresh deadline', async () => {
    const { name, id } = await desk.movedTwice()
    const before = await desk.detail(id)
    await desk.ask('resolve', id, { as: RESOLVER, body: PICK_CLIENT })
    const { cursor } = await desk.office.readAll()
    const answer = await desk.ask('undo', id, { body: { comment: 'Wrong customer' } })
    expect([answer.status, answer.body.version, answer.body.replayed]).toEqual([200, 4, false])
    const { rows } = await desk.office.readAll(cursor)
    expect(rows.find((row) => row.name === name)).toMatchObject({
      version: 4,
      data: times('14:00', '15:00'),
      conflict: { id },
    })
    const detail = await desk.detail(id)
    expect(detail).toMatchObject({
      state: 'open',
      resolution: null,
      fields: before.fields,
      escalated_at: null,
    })
    expect((Date.parse(detail.due_at ?? '') - Date.parse(detail.server_now)) / 3_600_000).toBeCloseTo(24, 2)
    expect(detail.history.map((entry) => entry.type)).toEqual(['detected', 'resolved', 'undone'])
    expect(detail.history.at(-1)).toMatchObject({
      actor: ADMIN,
      detail: { decided_by: RESOLVER, comment: 'Wrong customer', kept: [] },
    })
    const ledger = await desk.rows(
      "SELECT op FROM mutation WHERE name = $1 AND op IN ('resolve', 'undo') ORDER BY ordinal",
      name,
    )
    expect(ledger).toEqual([{ op: 'resolve' }, { op: 'undo' }])
    const told = await desk.rows(
      "SELECT recipient FROM notification WHERE conflict_id = $1 AND recipient = $2 AND kind = 'undone'",
      id,
      RESOLVER,
    )
    expect(told).toHaveLength(1)
    expect((await desk.ask('resolve', id, { body: PICK_SERVER })).status).toBe(200)
  })

  it('a decision that changed nothing is only asked again', async () => {
    const { name, id } = await desk.movedTwice()
    await desk.ask('resolve', id, { body: PICK_SERVER })
    expect(await desk.ask('undo', id)).toMatchObject({ status: 200, body: { version: 2 } })
    expect(await desk.document('Appointment', name)).toMatchObject({
      data: times('14:00', '15:00'),
      conflict: { id },
    })
  })

  const collisions: [string, Record<string, unknown>][] = [
    ['moving this one', { action: 'move', choices: values(times('16:00', '17:00')) }],
    ['moving the other one', { action: 'move', target: 'other', choices: values(times('16:00', '17:00')) }],
    ['cancelling this one', { action: 'cancel' }],
    ['cancelling the other one', { action: 'cancel', target: 'other' }],
    ['booking anyway', { action: 'book_anyway', comment: 'Two rooms' }],
  ]
  it.each(collisions)('%s of a double booking: both are as they were', async (_name, body) => {
    const { first, second, id } = await desk.doubleBooked()
    const facts = async () => [
      (await desk.document('Appointment', first)).data,
      (await desk.document('Appointment', second)).data,
      await desk.bookings(first, second),
    ]
    const before = await facts()
    expect((await desk.ask('resolve', id, { body })).status).toBe(200)
    expect(await facts()).not.toEqual(before)
    expect((await desk.ask('undo', id)).status).toBe(200)
    expect(await facts()).toEqual(before)
    expect(await desk.detail(id)).toMatchObject({ state: 'open', kind: 'slot_collision' })
  })

  const signatures = [
    { action: 'accept_signature', choices: { signature: { pick: 'server' } } },
    { action: 'request_signature' },
    { action: 'reject_both' },
  ]
  it.each(signatures)('a signature: $action', async (body) => {
    const { name, id } = await desk.signedTwice()
    const [shown, sides] = [await desk.document('Form Submission', name), await desk.detail(id)]
    expect((await desk.ask('resolve', id, { body })).status).toBe(200)
    expect((await desk.ask('undo', id)).status).toBe(200)
    expect((await desk.document('Form Submission', name)).data).toEqual(shown.data)
    const detail = await desk.detail(id)
    expect(detail).toMatchObject({ state: 'open', timeout_outcome: 'escalate', client: sides.client })
    expect(detail.server?.signature).toBe('data:image/svg+xml,office')
  })

  it('a deletion that met an edit, decided either way', async () => {
    for (const pick of ['client', 'server']) {
      const name = `APT-${randomUUID()}`
      const phone = await rawDevice(api.address, ADMIN)
      await phone.results([
        insert('Appointment', name, { provider: `P-${name}`, ...times('09:00', '10:00') }),
      ])
      await desk.office.results([update('Appointment', name, 1, times('11:00', '12:00'))])
      const [held] = await phone.results([
        { ...update('Appointment', name, 1, {}), op: 'delete', data: undefined },
      ])
      const id = held?.conflict_id ?? ''
      expect(await desk.detail(id)).toMatchObject({ kind: 'delete_edit', state: 'open' })
      const done = await desk.ask('resolve', id, { body: { choices: { _document: { pick } } } })
      expect(done.status).toBe(200)
      expect((await desk.document('Appointment', name)).deleted).toBe(pick === 'client')
      expect((await desk.ask('undo', id)).status).toBe(200)
      expect(await desk.document('Appointment', name)).toMatchObject({
        deleted: false,
        data: times('11:00', '12:00'),
      })
      expect(await desk.bookings(name)).toHaveLength(1)
      expect(await desk.detail(id)).toMatchObject({
        kind: 'delete_edit',
        state: 'open',
        fields: ['_document'],
      })
    }
  })

  it('what a rule settled, listed under auto, becomes a question', async () => {
    const { name, id } = await settledByRule()
    const list = await call(api.address, desk.tokenOf(ADMIN), `/api/conflicts?org=${ORG}&view=auto`)
    expect((list.body as unknown as ConflictList).items.map((item) => item.id)).toContain(id)
    expect((await desk.ask('undo', id)).status).toBe(200)
    expect(await desk.detail(id)).toMatchObject({
      state: 'open',
      fields: ['priority'],
      headline: expect.stringContaining('asks who is right'),
      client: { priority: 'Urgent' },
    })
    const body = { choices: { priority: { pick: 'client' } } }
    expect((await desk.ask('resolve', id, { body })).status).toBe(200)
    expect((await desk.document('Ticket', name)).data).toMatchObject({ priority: 'Urgent' })
  })

  it('what a rule let a deletion overrule comes back', async () => {
    const name = `TKT-${randomUUID()}`
    const phone = await rawDevice(api.address, ADMIN)
    await phone.results([insert('Ticket', name, { subject: 'x', priority: 'Low' })])
    await desk.office.results([update('Ticket', name, 1, { priority: 'High' })])
    await phone.results([{ ...update('Ticket', name, 1, {}), op: 'delete', data: undefined }])
    expect((await desk.document('Ticket', name)).deleted).toBe(true)
    expect((await desk.ask('undo', await settledId(name))).status).toBe(200)
    expect(await desk.document('Ticket', name)).toMatchObject({
      deleted: false,
      version: 4,
      data: { subject: 'x', priority: 'High' },
    })
  })

  it('what the deadline decided', async () => {
    const { id } = await desk.movedTwice()
    await desk.expire(id)
    await api.app.get(DeadlinesJob).sweep()
    await expect.poll(async () => (await desk.detail(id)).state, { timeout: 60_000 }).toBe('auto_resolved')
    expect((await desk.ask('undo', id)).status).toBe(200)
    expect(await desk.detail(id)).toMatchObject({ state: 'open' })
    expect(await api.app.get(DeadlinesJob).sweep()).toBe(0)
    expect((await desk.ask('resolve', id, { body: PICK_CLIENT })).status).toBe(200)
  })
})

it('tells open screens: the conflict, its deadline and the row', async () => {
  const { name, id } = await desk.movedTwice()
  await desk.ask('resolve', id, { body: PICK_CLIENT })
  const auth = { token: desk.tokenOf(ADMIN), org: ORG }
  const socket: Socket<ServerEvents> = io(api.address, {
    auth,
    transports: ['websocket'],
    reconnection: false,
  })
  const heard: unknown[] = []
  socket.on('conflict', ({ change, conflict }) => {
    if (conflict.id === id) heard.push([change, conflict.state])
  })
  socket.on('delta', (row) => {
    if (row.name === name) heard.push([row.reason, row.version])
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  await desk.ask('undo', id)
  await desk.ask('extend', id, { body: { hours: 1 } })
  await expect.poll(() => heard, { timeout: 60_000 }).toHaveLength(4)
  socket.close()
  expect(heard).toEqual(
    expect.arrayContaining([
      ['reopened', 'open'],
      ['write', 4],
      ['changed', 'open'],
      ['conflict', 4],
    ]),
  )
})

describe('the gate', () => {
  it('a later change of the same fields stands: refused, with who made it', async () => {
    const { name, id } = await desk.movedTwice()
    await desk.ask('resolve', id, { body: PICK_CLIENT })
    await desk.office.results([update('Appointment', name, 3, times('17:00', '18:00'))])
    const answer = await desk.ask('undo', id)
    expect([answer.status, answer.body.code]).toEqual([409, 'changed_since'])
    expect(answer.body.changed).toMatchObject([{ name, version: 4, by: RECEPTION, deleted: false }])
    expect((await desk.document('Appointment', name)).data).toMatchObject(times('17:00', '18:00'))
    expect(await history(id)).toEqual(['detected', 'resolved'])
  })

  it('a later change of other fields stays, and the rest is put back', async () => {
    const { name, id } = await desk.movedTwice()
    await desk.ask('resolve', id, { body: PICK_CLIENT })
    await desk.office.results([update('Appointment', name, 3, { notes: 'Gate code 12' })])
    expect((await desk.ask('undo', id)).status).toBe(200)
    expect((await desk.document('Appointment', name)).data).toMatchObject({
      ...times('14:00', '15:00'),
      notes: 'Gate code 12',
    })
  })

  it('the other appointment moved on: refused whole', async () => {
    const { first, second, id } = await desk.doubleBooked()
    const choices = values(times('16:00', '17:00'))
    await desk.ask('resolve', id, { body: { action: 'move', target: 'other', choices } })
    await desk.office.results([update('Appointment', first, 2, times('08:00', '09:00'))])
    const answer = await desk.ask('undo', id)
    expect([answer.status, answer.body.code]).toEqual([409, 'changed_since'])
    expect(answer.body.changed).toMatchObject([{ name: first }])
    expect(await desk.bookings(second)).toHaveLength(1)
  })

  it('the other appointment, cancelled by the decision, was moved since: refused whole', async () => {
    const { first, second, id } = await desk.doubleBooked()
    await desk.ask('resolve', id, { body: { action: 'cancel', target: 'other' } })
    await desk.office.results([update('Appointment', first, 2, times('08:00', '09:00'))])
    const answer = await desk.ask('undo', id)
    expect([answer.status, answer.body.code]).toEqual([409, 'changed_since'])
    expect(answer.body.changed).toMatchObject([{ name: first, by: RECEPTION }])
    expect((await desk.document('Appointment', first)).data).toMatchObject({
      status: 'Cancelled',
      ...times('08:00', '09:00'),
    })
    expect(await desk.bookings(first, second)).toMatchObject([{ name: second }])
  })

  it('the other appointment, moved while it was cancelled, takes place since: refused whole', async () => {
    const { first, second, id } = await desk.doubleBooked()
    await desk.office.results([update('Appointment', first, 1, { status: 'Cancelled' })])
    const choices = values(times('16:00', '17:00'))
    await desk.ask('resolve', id, { body: { action: 'move', target: 'other', choices } })
    await desk.office.results([update('Appointment', first, 3, { status: 'Confirmed' })])
    const answer = await desk.ask('undo', id)
    expect([answer.status, answer.body.code]).toEqual([409, 'changed_since'])
    expect(answer.body.changed).toMatchObject([{ name: first, by: RECEPTION }])
    expect((await desk.document('Appointment', first)).data).toMatchObject(times('16:00', '17:00'))
    const starts = (await desk.bookings(first, second)).map(({ start }) => start.toISOString()).sort()
    expect(starts).toEqual(['2031-03-03T13:30:00.000Z', '2031-03-03T15:00:00.000Z'])
  })

  it('the record is gone: refused', async () => {
    const { name, id } = await desk.movedTwice()
    await desk.ask('resolve', id, { body: PICK_CLIENT })
    const admin = await rawDevice(api.address, ADMIN)
    await admin.results([{ ...update('Appointment', name, 3, {}), op: 'delete', data: undefined }])
    const answer = await desk.ask('undo', id)
    expect([answer.status, answer.body.code]).toEqual([409, 'changed_since'])
    expect(answer.body.changed).toMatchObject([{ name, deleted: true }])
  })

  it('another question about the record is open: refused, with which', async () => {
    const { name, id } = await desk.movedTwice()
    await desk.ask('resolve', id, { body: PICK_CLIENT })
    const phone = await rawDevice(api.address, RECEPTION)
    const [held] = await phone.results([update('Appointment', name, 2, times('08:00', '09:00'))])
    const answer = await desk.ask('undo', id)
    expect([answer.status, answer.body.code, answer.body.open_conflict]).toEqual([
      409,
      'changed_since',
      held?.conflict_id,
    ])
  })

  it('an open conflict has no decision to undo', async () => {
    const { id } = await desk.movedTwice()
    const answer = await desk.ask('undo', id)
    expect([answer.status, answer.body.code, answer.body.state]).toEqual([409, 'not_decided', 'open'])
  })

  it('an admin may at any time, whoever decided for fifteen minutes, nobody else', async () => {
    const { id } = await desk.movedTwice()
    const decide = () => desk.ask('resolve', id, { as: RESOLVER, body: PICK_SERVER })
    await decide()
    expect((await desk.ask('undo', id, { as: RECEPTION })).status).toBe(403)
    expect((await desk.ask('undo', id, { as: TECH_A })).status).toBe(404)
    expect((await desk.ask('undo', id, { as: RESOLVER })).status).toBe(200)
    await decide()
    await desk.rows(
      "UPDATE conflict SET resolved_at = resolved_at - interval '16 minutes' WHERE conflict_id = $1",
      id,
    )
    expect((await desk.ask('undo', id, { as: RESOLVER })).body).toMatchObject({
      status: 403,
      code: 'forbidden',
    })
    expect((await desk.ask('undo', id, { as: ADMIN })).status).toBe(200)
  })

  it('needs a revision and a key, and the revision as it is', async () => {
    const { id } = await desk.movedTwice()
    const { revision } = await desk.detail(id)
    await desk.ask('resolve', id, { body: PICK_SERVER })
    const bare = await call(api.address, desk.tokenOf(ADMIN), `/api/conflicts/${id}/undo`, { body: {} })
    expect([bare.status, bare.body.code]).toEqual([428, 'precondition_required'])
    const stale = await desk.ask('undo', id, { revision })
    expect([stale.status, stale.body.code]).toEqual([412, 'revision_changed'])
    expect(stale.body.item).toMatchObject({ state: 'resolved' })
  })
})

describe('undo meets others', () => {
  it('one of many concurrent undos takes effect; its key answers again the same', async () => {
    const replica = await api.replica()
    const { name, id } = await desk.movedTwice()
    await desk.ask('resolve', id, { body: PICK_CLIENT })
    const { revision } = await desk.detail(id)
    const key = randomUUID()
    const answers = await Promise.all([
      ...Array.from({ length: 3 }, (_, index) =>
        desk.ask('undo', id, { revision, key, address: index === 0 ? replica : api.address }),
      ),
      ...Array.from({ length: 3 }, () => desk.ask('undo', id, { revision, address: replica })),
    ])
    const done = answers.filter(({ status }) => status === 200)
    expect([1, 3]).toContain(done.length)
    expect(done.filter(({ body }) => body.replayed === false)).toHaveLength(1)
    for (const { status, body } of answers) if (status !== 200) expect(body.code).toBe('not_decided')
    expect((await history(id)).filter((type) => type === 'undone')).toHaveLength(1)
    expect(await desk.document('Appointment', name)).toMatchObject({ version: 4 })
  })

  it('the key of a decision that was undone still answers, and decides nothing again', async () => {
    const { id } = await desk.movedTwice()
    const { revision } = await desk.detail(id)
    const first = { revision, key: randomUUID(), body: PICK_CLIENT }
    await desk.ask('resolve', id, first)
    await desk.ask('undo', id)
    const again = await desk.ask('resolve', id, first)
    expect([again.status, again.body.replayed, again.body.version]).toEqual([200, true, 3])
    expect(await desk.detail(id)).toMatchObject({ state: 'open' })
  })

  it('against a device’s edit of the same time: the later one finds what the earlier one did', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { name, id } = await desk.movedTwice()
      await desk.ask('resolve', id, { body: PICK_CLIENT })
      const { revision } = await desk.detail(id)
      const [undone, [edited]] = await Promise.all([
        desk.ask('undo', id, { revision }),
        desk.office.results([update('Appointment', name, 3, times('18:00', '19:00'))]),
      ])
      const { data } = await desk.document('Appointment', name)
      if (undone.status === 200) {
        // Undone first: the edit was made against a time that has moved since, so a person is asked.
        expect([edited?.status, edited?.conflict_id]).toEqual(['conflict_manual', id])
        expect(data).toMatchObject(times('14:00', '15:00'))
      } else {
        expect([undone.body.code, edited?.status]).toEqual(['changed_since', 'success'])
        expect(data).toMatchObject(times('18:00', '19:00'))
      }
    }
  })
})

describe('extend', () => {
  it('moves the deadline of an open conflict, its revision and its row in the feed, once per key', async () => {
    const { name, id } = await desk.movedTwice()
    const before = await desk.detail(id)
    const { cursor } = await desk.office.readAll()
    const ask = {
      revision: before.revision,
      key: randomUUID(),
      body: { hours: 24, comment: 'Customer is away' },
    }
    const answers = await Promise.all([desk.ask('extend', id, ask), desk.ask('extend', id, ask)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers.map(({ body }) => body.replayed).sort()).toEqual([false, true])
    const after = await desk.detail(id)
    expect(Date.parse(after.due_at ?? '') - Date.parse(before.due_at ?? '')).toBe(24 * 3_600_000)
    expect(after.revision).toBe(before.revision + 1)
    expect(after.history.at(-1)).toMatchObject({
      type: 'extended',
      detail: { hours: 24, from: before.due_at },
    })
    const { rows } = await desk.office.readAll(cursor)
    expect(rows).toMatchObject([{ name, version: 2, reason: 'conflict', conflict: { due_at: after.due_at } }])
  })

  const refused: [string, string, unknown, number, string][] = [
    ['nobody but an admin', RESOLVER, { hours: 1 }, 403, 'forbidden'],
    ['further than 168 hours ahead', ADMIN, { hours: 160 }, 422, 'invalid'],
    ['more than 168 hours', ADMIN, { hours: 169 }, 422, 'malformed_request'],
    ['backwards', ADMIN, { hours: -1 }, 422, 'malformed_request'],
    ['by parts of an hour', ADMIN, { hours: 0.5 }, 422, 'malformed_request'],
    ['by nothing', ADMIN, {}, 422, 'malformed_request'],
  ]
  it.each(refused)('is refused: %s', async (_name, as, body, status, code) => {
    const { id } = await desk.movedTwice()
    const { due_at } = await desk.detail(id)
    const answer = await desk.ask('extend', id, { as, body })
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect(await desk.detail(id)).toMatchObject({ due_at, state: 'open' })
  })

  it('is refused once it is decided', async () => {
    const { id } = await desk.movedTwice()
    await desk.ask('resolve', id, { body: PICK_SERVER })
    const answer = await desk.ask('extend', id, { body: { hours: 1 } })
    expect([answer.status, answer.body.code]).toEqual([409, 'already_resolved'])
  })
})

it('leaves every invariant of the database true', async () => {
  const reports = await checkInvariants(api.databaseUrl)
  expect(isClean(reports), toTable(reports)).toBe(true)
})
