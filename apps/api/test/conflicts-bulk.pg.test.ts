/** Many decisions in one call: each as if it had been sent by itself. */
import { randomUUID } from 'node:crypto'
import { type BulkItem, type BulkResult, bulkResponse } from '@dartwing/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type Api, call, RECEPTION, STRANGER, startApi, TECH_B } from './api-kit.ts'
import {
  Desk,
  type DoubleBooking,
  heldAppointments,
  PICK_CLIENT,
  PICK_SERVER,
  times,
  values,
} from './conflict-kit.ts'

let api: Api
let desk: Desk
beforeAll(async () => {
  api = await startApi()
  desk = await Desk.open(api)
})
afterAll(() => api.close())

async function bulk(
  mode: 'preview' | 'resolve',
  items: readonly unknown[],
  { as = ADMIN, address = api.address }: { readonly as?: string; readonly address?: string } = {},
): Promise<BulkResult[]> {
  const answer = await call(address, desk.tokenOf(as), '/api/conflicts/bulk', { body: { mode, items } })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return bulkResponse.parse(answer.body).results
}

const item = (id: string, more: Partial<BulkItem> = {}): BulkItem => ({
  id,
  revision: 1,
  idempotency_key: randomUUID(),
  action: 'choose',
  ...PICK_CLIENT,
  ...more,
})

const codes = (results: readonly BulkResult[]) =>
  results.map(({ ok, problem }) => (ok ? 'ok' : problem?.code))

describe('bulk', () => {
  it('previews without doing, then does what was previewed, and answers again the same', async () => {
    const ids = await heldAppointments(api.address, ADMIN, 3)
    const previews = await bulk(
      'preview',
      ids.map((id) => ({ id, ...PICK_CLIENT })),
    )
    expect(previews.map(({ preview }) => preview?.complete)).toEqual([true, true, true])
    const items = ids.map((id, index) => item(id, { revision: previews[index]?.preview?.revision ?? 0 }))
    const done = await bulk('resolve', items)
    expect(codes(done)).toEqual(['ok', 'ok', 'ok'])
    expect(done.map(({ id, conflict }) => [id, conflict?.state])).toEqual(ids.map((id) => [id, 'resolved']))
    const again = await bulk('resolve', items)
    expect(again.map(({ version, replayed }) => [version, replayed])).toEqual(
      done.map(({ version }) => [version, true]),
    )
    const rows = await desk.rows(
      "SELECT count(*)::int AS n FROM mutation WHERE op = 'resolve' AND sent ->> 'conflict_id' = ANY($1)",
      ids,
    )
    expect(rows).toEqual([{ n: 3 }])
  })

  it('keeps none from its neighbours: each problem is what the single call says', async () => {
    const [good = '', stale = '', decided = '', incomplete = '', wrong = '', last = ''] =
      await heldAppointments(api.address, ADMIN, 6)
    await desk.ask('resolve', decided, { body: PICK_SERVER })
    const used = randomUUID()
    const results = await bulk('resolve', [
      item(good, { idempotency_key: used }),
      item(stale, { revision: 7 }),
      item(decided),
      item(incomplete, { choices: {} }),
      item(wrong, { action: 'move' }),
      item(randomUUID()),
      item('no id at all'),
      { choices: 'nonsense' },
      'nonsense',
      item(last, { idempotency_key: null }),
      item(good, { idempotency_key: used, ...PICK_SERVER }),
      item(last),
      item(last),
    ])
    expect(codes(results)).toEqual([
      'ok',
      'revision_changed',
      'already_resolved',
      'incomplete',
      'invalid_choice',
      'not_found',
      'not_found',
      'malformed_request',
      'malformed_request',
      'precondition_required',
      'idempotency_key_reuse',
      'ok',
      'already_resolved',
    ])
    expect(results[1]?.problem).toMatchObject({ item: { id: stale, revision: 1 } })
    expect(results.map(({ id }) => id).slice(5, 9)).toEqual([expect.any(String), 'no id at all', null, null])
    const states = await Promise.all(
      [stale, incomplete, wrong].map(async (id) => (await desk.detail(id)).state),
    )
    expect(states).toEqual(['open', 'open', 'open'])
  })

  it('of two at once for the same conflicts each is decided once', async () => {
    const ids = await heldAppointments(api.address, ADMIN, 4)
    const replica = await api.replica()
    const [one, other] = await Promise.all([
      bulk(
        'resolve',
        ids.map((id) => item(id)),
      ),
      bulk(
        'resolve',
        ids.toReversed().map((id) => item(id, PICK_SERVER)),
        { address: replica },
      ),
    ])
    const theirs = other.toReversed()
    for (const [index, result] of one.entries()) {
      expect([result.ok, theirs[index]?.ok].filter((ok) => ok)).toHaveLength(1)
    }
  })

  it.each([
    ['nothing', { mode: 'resolve', items: [] }],
    [
      'more than a hundred',
      { mode: 'resolve', items: Array.from({ length: 101 }, () => item(randomUUID())) },
    ],
    ['no mode', { items: [item(randomUUID())] }],
  ])('refuses %s', async (_what, body) => {
    const answer = await call(api.address, desk.tokenOf(ADMIN), '/api/conflicts/bulk', { body })
    expect([answer.status, answer.body.code]).toEqual([422, 'malformed_request'])
  })

  it('is for whoever may decide: others are told item by item, strangers that there is nothing', async () => {
    const { id } = await desk.signedTwice()
    const asked = [item(id, { action: 'reject_both', choices: {}, comment: 'neither' })]
    expect(codes(await bulk('resolve', asked, { as: RECEPTION }))).toEqual(['forbidden'])
    expect(codes(await bulk('resolve', asked, { as: TECH_B }))).toEqual(['not_found'])
    expect(codes(await bulk('resolve', asked, { as: STRANGER }))).toEqual(['not_found'])
    const across = await call(api.address, desk.tokenOf(STRANGER), '/api/conflicts/bulk?org=ORG-DEMO', {
      body: { mode: 'resolve', items: asked },
    })
    expect(across.status).toBe(404)
    expect((await desk.detail(id)).state).toBe('open')
  })
})

describe('restore', () => {
  it.each([
    ['field_conflict', async () => (await desk.movedTwice()).id, 'appointment_datetime'],
    ['signature_review', async () => (await desk.signedTwice()).id, 'signature'],
  ])('brings the device’s version back whole: %s', async (_kind, make, field) => {
    const id = await make()
    const { client } = await desk.detail(id)
    const done = await desk.ask('resolve', id, { body: { action: 'restore', comment: 'theirs' } })
    expect(done.status, JSON.stringify(done.body)).toBe(200)
    const { doctype, name } = await desk.detail(id)
    const document = await desk.document(doctype, name)
    expect(document.data).toMatchObject({ [field]: client?.[field] })
  })
})

describe('a time that is taken', () => {
  const start = (time: string) => new Date(`2031-03-03T${time}:00+01:00`).toISOString()
  let booked: DoubleBooking
  beforeAll(async () => {
    booked = await desk.doubleBooked()
  })

  it('is answered with other times, each for a reason, each free when it is taken', async () => {
    const move = (body: object) => desk.ask('resolve', booked.id, { body: { action: 'move', ...body } })
    const refused = await move({ choices: values(times('14:15', '15:15')) })
    expect([refused.status, refused.body.code]).toEqual([409, 'slot_taken'])
    const { free, wanted, taken } = refused.body as unknown as {
      free: { start: string; end: string; reason: string }[]
      wanted: { start: string }
      taken: { name: string }
    }
    expect([wanted.start, taken.name]).toEqual([start('14:15'), booked.first])
    expect(free.length).toBeGreaterThanOrEqual(3)
    expect(new Set(free.map((one) => one.start)).size).toBe(free.length)
    expect(free.find(({ reason }) => reason === 'next_gap')?.start).toBe(start('15:00'))
    expect(free.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['next_gap', 'earlier_that_day', 'same_time']),
    )
    for (const one of free) {
      const body = { choices: values({ appointment_datetime: one.start, appointment_end_datetime: one.end }) }
      const preview = await desk.ask('preview', booked.id, { body: { action: 'move', ...body } })
      expect(preview.status, JSON.stringify([one, preview.body])).toBe(200)
    }
  })

  it('offers the other document times beside this one, and says that it will move, and who is told', async () => {
    const { calendar } = await desk.detail(booked.id)
    expect(calendar?.free_for_other.length).toBeGreaterThanOrEqual(3)
    for (const one of calendar?.free_for_other ?? []) {
      const choices = values({ appointment_datetime: one.start, appointment_end_datetime: one.end })
      const body = { action: 'move', target: 'other', choices }
      const preview = await desk.ask('preview', booked.id, { body })
      expect(preview.status, JSON.stringify([one, preview.body])).toBe(200)
      expect(preview.body.touched).toMatchObject([{ doctype: 'Appointment', name: booked.first }])
      expect(preview.body.notified).toEqual(['Dana Ruiz'])
    }
    const body = { action: 'move', target: 'other', choices: values(times('15:00', '16:00')) }
    const refused = await desk.ask('resolve', booked.id, { body })
    expect([refused.status, refused.body.code]).toEqual([409, 'slot_taken'])
  })

  it('is looked for further away while the days around are full', async () => {
    const full = await desk.doubleBooked()
    await desk.rows(
      `INSERT INTO slot (org_id, doctype, name, resource, during, overridden)
       SELECT s.org_id, 'Appointment', 'FULL', s.resource, tstzrange('2031-03-02T00:00+01', '2031-03-17T00:00+01'), true
       FROM slot s WHERE s.name = $1`,
      full.first,
    )
    const { calendar } = await desk.detail(full.id)
    const far = calendar?.free.filter(({ start: at }) => at > '2031-03-16T22:00') ?? []
    expect(far.length).toBeGreaterThanOrEqual(3)
    expect(calendar?.free).toEqual(far)
  })
})

describe('a few minutes more', () => {
  it('whoever may decide takes them, once, until the conflict opens anew', async () => {
    const { id } = await desk.movedTwice()
    const before = await desk.detail(id)
    expect(before.permissions).toMatchObject({ hold: true, extend: true })
    const held = await desk.ask('extend', id, { body: { minutes: 15 }, as: RECEPTION })
    expect(held.status, JSON.stringify(held.body)).toBe(200)
    const after = await desk.detail(id)
    expect(Date.parse(after.due_at ?? '') - Date.parse(before.due_at ?? '')).toBe(15 * 60_000)
    expect(after.permissions.hold).toBe(false)
    expect(after.history.at(-1)).toMatchObject({
      type: 'extended',
      actor: RECEPTION,
      detail: { minutes: 15 },
    })
    const twice = await desk.ask('extend', id, { body: { minutes: 5 } })
    expect([twice.status, twice.body.code]).toEqual([403, 'forbidden'])
    await desk.ask('resolve', id, { body: PICK_SERVER })
    await desk.ask('undo', id)
    expect((await desk.detail(id)).permissions.hold).toBe(true)
  })

  it.each([
    ['hours by somebody who is no admin', { hours: 1 }, RECEPTION, 403],
    ['more than fifteen', { minutes: 16 }, ADMIN, 422],
    ['both', { hours: 1, minutes: 5 }, ADMIN, 422],
    ['neither', {}, ADMIN, 422],
  ])('are refused: %s', async (_what, body, as, status) => {
    expect((await desk.ask('extend', booking.id, { body, as })).status).toBe(status)
  })
  let booking: { id: string }
  beforeAll(async () => {
    booking = await desk.movedTwice()
  })

  it('are none where no timer decides', async () => {
    const { id } = await desk.signedTwice()
    expect((await desk.ask('extend', id, { body: { minutes: 5 } })).status).toBe(403)
  })
})
