import { randomUUID } from 'node:crypto'
import {
  type ConflictDetail,
  type ConflictList,
  conflictDetail,
  previewResponse,
  resolveResponse,
} from '@dartwing/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DeadlinesJob } from '../src/conflicts/deadlines.job.ts'
import {
  ADMIN,
  type Answer,
  type Api,
  call,
  insert,
  type RawDevice,
  RECEPTION,
  RESOLVER,
  rawDevice,
  STRANGER,
  signIn,
  startApi,
  TECH_A,
  TECH_B,
  update,
} from './api-kit.ts'

let api: Api
let office: RawDevice
let token: string
beforeAll(async () => {
  api = await startApi()
  office = await rawDevice(api.address, RECEPTION)
  token = await signIn(api.address, RESOLVER)
})
afterAll(() => api.close())

let day = 0
/** Every test has a day of its own, so that none books into another. */
const times = (from: string, to: string) => timesOn(day, from, to)

function timesOn(day: number, from: string, to: string) {
  const date = `2031-01-${String(day).padStart(2, '0')}`
  return {
    appointment_datetime: `${date}T${from}:00+01:00`,
    appointment_end_datetime: `${date}T${to}:00+01:00`,
  }
}

async function detailOf(id: string, as = token): Promise<ConflictDetail> {
  return conflictDetail.parse((await call(api.address, as, `/api/conflicts/${id}`)).body)
}

function resolve(
  id: string,
  revision: number,
  body: unknown,
  key = randomUUID(),
  as = token,
): Promise<Answer> {
  const headers = { 'if-match': `"${revision}"`, 'idempotency-key': key }
  return call(api.address, as, `/api/conflicts/${id}/resolve`, { body, headers })
}

/** Office and device both move one appointment; returns the conflict. */
async function bothMoved(): Promise<{ name: string; id: string }> {
  day += 1
  const name = `APT-${randomUUID()}`
  const device = await rawDevice(api.address, RECEPTION)
  await device.results([
    insert('Appointment', name, {
      attendee_name: 'Ortega',
      provider: `P-${day}`,
      ...times('13:00', '14:00'),
    }),
  ])
  await office.results([update('Appointment', name, 1, times('14:00', '15:00'))])
  const [held] = await device.results([update('Appointment', name, 1, times('14:30', '15:30'))])
  expect(held).toMatchObject({ status: 'conflict_manual', resolved_doc: times('14:00', '15:00') })
  return { name, id: held?.conflict_id ?? '' }
}

async function doubleBooked() {
  day += 1
  const [a, b] = [`APT-${randomUUID()}`, `APT-${randomUUID()}`]
  const device = await rawDevice(api.address, RECEPTION)
  const provider = `P-${day}`
  await office.results([
    insert('Appointment', a, { attendee_name: 'First', provider, ...times('14:00', '15:00') }),
  ])
  const [held] = await device.results([
    insert('Appointment', b, { attendee_name: 'Second', provider, ...times('14:30', '15:30') }),
  ])
  expect(held?.status).toBe('conflict_manual')
  return { a, b, id: held?.conflict_id ?? '' }
}

const booked = async (name: string) =>
  (await api.sql.query('SELECT lower(during) AS start, overridden FROM slot WHERE name = $1', [name])).rows

describe('an appointment both sides moved', () => {
  it('is described, previewed, resolved, and the decision is in the feed', async () => {
    const { name, id } = await bothMoved()
    const detail = await detailOf(id)
    expect(detail).toMatchObject({ kind: 'field_conflict', conflict_type: 'time_overlap', state: 'open' })
    expect(detail.headline).toContain('overlap by 30 min')
    const hours = (Date.parse(detail.due_at ?? '') - Date.parse(detail.opened_at)) / 3_600_000
    expect(hours).toBe(24)
    expect(detail.calendar).toMatchObject({ overlap_minutes: 30 })
    expect(detail.calendar?.free.length).toBeGreaterThanOrEqual(3)
    const open = detail.fields_view
      .filter((field) => field.disposition === 'needs_choice')
      .map((field) => field.name)
    expect(open).toEqual(expect.arrayContaining(['appointment_datetime', 'appointment_end_datetime']))

    const body = { choices: { appointment_datetime: { pick: 'client' } } }
    const before = await call(api.address, token, `/api/documents/Appointment/${name}`)
    const preview = previewResponse.parse(
      (await call(api.address, token, `/api/conflicts/${id}/preview`, { body })).body,
    )
    expect(preview).toMatchObject({ complete: true, pending: [] })
    expect((await call(api.address, token, `/api/documents/Appointment/${name}`)).body).toEqual(before.body)

    const { cursor } = await office.readAll()
    const answer = await resolve(id, detail.revision, body)
    expect(answer.status).toBe(200)
    expect(resolveResponse.parse(answer.body).conflict).toMatchObject({
      state: 'resolved',
      resolved_by: RESOLVER,
    })
    const { rows } = await office.readAll(cursor)
    expect(rows.find((row) => row.name === name)).toMatchObject({
      data: times('14:30', '15:30'),
      conflict: null,
      version: 3,
    })
    expect((await booked(name))[0].start).toEqual(new Date(times('14:30', '15:30').appointment_datetime))
  })

  it('lets exactly one of many concurrent resolvers win; the others see the result', async () => {
    const { id } = await bothMoved()
    const { revision } = await detailOf(id)
    const body = { choices: { appointment_datetime: { pick: 'server' } } }
    const answers = await Promise.all(Array.from({ length: 6 }, () => resolve(id, revision, body)))
    const codes = answers.map((answer) => (answer.status === 200 ? 'done' : answer.body.code)).sort()
    expect(codes).toEqual([...Array.from({ length: 5 }, () => 'already_resolved'), 'done'])
    const loser = answers.find((answer) => answer.status === 409)
    expect(loser?.body.resolution).toMatchObject({ by: RESOLVER, action: 'choose' })
  })

  it('answers the same key with the same result, and refuses it for another request', async () => {
    const { id } = await bothMoved()
    const { revision } = await detailOf(id)
    const key = randomUUID()
    const body = { choices: { appointment_datetime: { pick: 'server' } } }
    const answers = [await resolve(id, revision, body, key), await resolve(id, revision, body, key)]
    expect(answers.map((answer) => [answer.status, answer.body.replayed])).toEqual([
      [200, false],
      [200, true],
    ])
    const other = await resolve(id, revision, { choices: { appointment_datetime: { pick: 'client' } } }, key)
    expect([other.status, other.body.code]).toEqual([409, 'idempotency_key_reuse'])
  })

  it('refuses a decision about a revision that has moved, with the item as it is now', async () => {
    const { name, id } = await bothMoved()
    const { revision } = await detailOf(id)
    await office.results([update('Appointment', name, 2, { notes: 'Gate code 12' })])
    const answer = await resolve(id, revision, { choices: { appointment_datetime: { pick: 'server' } } })
    expect([answer.status, answer.body.code]).toEqual([412, 'revision_changed'])
    expect(answer.body.item).toMatchObject({ revision: revision + 1, server: { notes: 'Gate code 12' } })
  })

  it('refuses what is no decision, and changes nothing', async () => {
    const { id } = await bothMoved()
    const { revision } = await detailOf(id)
    const attempts: [unknown, number, string][] = [
      [{ choices: {} }, 422, 'incomplete'],
      [{ choices: { appointment_datetime: { pick: 'both' } } }, 422, 'invalid_choice'],
      [{ choices: { appointment_datetime: { pick: 'nonsense' } } }, 422, 'malformed_request'],
      [{ choices: { appointment_datetime: { value: 'tomorrow' } } }, 422, 'invalid'],
      [{ choices: [] }, 422, 'malformed_request'],
      ['{"choices":', 400, 'invalid_json'],
    ]
    for (const [body, status, code] of attempts) {
      const answer = await resolve(id, revision, body)
      expect([answer.status, answer.body.code]).toEqual([status, code])
    }
    expect(await detailOf(id)).toMatchObject({ state: 'open', revision, actions: ['choose', 'restore'] })
    const bare = await call(api.address, token, `/api/conflicts/${id}/resolve`, { body: {} })
    expect([bare.status, bare.body.code]).toEqual([428, 'precondition_required'])
  })

  it('is withdrawn when the server’s side becomes what the device wanted', async () => {
    const { name, id } = await bothMoved()
    await office.results([update('Appointment', name, 2, times('14:30', '15:30'))])
    expect(await detailOf(id)).toMatchObject({ state: 'withdrawn', actions: [] })
  })

  it('keeps a second held version in the same conflict, with the same deadline', async () => {
    const { name, id } = await bothMoved()
    const before = await detailOf(id)
    const third = await rawDevice(api.address, ADMIN)
    const [held] = await third.results([update('Appointment', name, 1, times('16:00', '17:00'))])
    expect(held).toMatchObject({ status: 'conflict_manual', conflict_id: id, due_at: before.due_at })
    const fourth = await rawDevice(api.address, RECEPTION)
    const [again] = await fourth.results([update('Appointment', name, 1, times('17:00', '18:00'))])
    const { rows } = await api.sql.query(
      'SELECT client, candidates, mutation_id, device_id FROM conflict WHERE conflict_id = $1',
      [id],
    )
    expect(rows[0].client).toMatchObject(times('17:00', '18:00'))
    expect(rows[0]).toMatchObject({ mutation_id: again?.mutation_id, device_id: fourth.device_id })
    expect(rows[0].candidates).toMatchObject([
      { client: times('14:30', '15:30') },
      { client: times('16:00', '17:00'), mutation_id: held?.mutation_id, submitted_by: ADMIN },
    ])
  })
})

describe('a double booking', () => {
  it('moves this one to a time that is free', async () => {
    const { a, b, id } = await doubleBooked()
    const detail = await detailOf(id)
    expect(detail).toMatchObject({
      kind: 'slot_collision',
      other: { name: a },
      conflict_type: 'time_overlap',
    })
    const body = { action: 'move', choices: toChoices(times('15:00', '16:00')) }
    expect((await resolve(id, detail.revision, body)).status).toBe(200)
    expect((await booked(b))[0].start).toEqual(new Date(times('15:00', '16:00').appointment_datetime))
  })

  it('refuses a time that is taken, with times that are free', async () => {
    const { id } = await doubleBooked()
    const { revision } = await detailOf(id)
    const answer = await resolve(id, revision, {
      action: 'move',
      choices: toChoices(times('14:15', '15:15')),
    })
    expect([answer.status, answer.body.code]).toEqual([409, 'slot_taken'])
    expect(answer.body.free).toEqual(
      expect.arrayContaining([expect.objectContaining({ start: expect.any(String) })]),
    )
  })

  it('looks at other resources too before it says that a time is free', async () => {
    const first = await doubleBooked()
    const second = await doubleBooked()
    const { revision } = await detailOf(second.id)
    const elsewhere = { provider: `P-${day - 1}`, ...timesOn(day - 1, '14:15', '15:15') }
    const answer = await resolve(second.id, revision, { action: 'move', choices: toChoices(elsewhere) })
    expect([answer.status, answer.body.code, answer.body.detail]).toEqual([
      409,
      'slot_taken',
      `${first.a} has that time`,
    ])
  })

  it('moves the other one and gives its time to this one', async () => {
    const { a, b, id } = await doubleBooked()
    const { revision } = await detailOf(id)
    const body = { action: 'move', target: 'other', choices: toChoices(times('16:00', '17:00')) }
    expect((await resolve(id, revision, body)).status).toBe(200)
    expect((await booked(a))[0].start).toEqual(new Date(times('16:00', '17:00').appointment_datetime))
    expect((await booked(b))[0].start).toEqual(new Date(times('14:30', '15:30').appointment_datetime))
  })

  it('cancels one of them', async () => {
    const { b, id } = await doubleBooked()
    const { revision } = await detailOf(id)
    expect((await resolve(id, revision, { action: 'cancel' })).status).toBe(200)
    const document = await call(api.address, token, `/api/documents/Appointment/${b}`)
    expect(document.body.data).toMatchObject({ status: 'Cancelled' })
    expect(await booked(b)).toEqual([])
  })

  it('is withdrawn when somebody moves the second appointment by an ordinary edit', async () => {
    const { b, id } = await doubleBooked()
    await office.results([update('Appointment', b, 1, times('17:00', '18:00'))])
    expect(await detailOf(id)).toMatchObject({ state: 'withdrawn' })
    expect(await booked(b)).toHaveLength(1)
  })

  it('books anyway, with a reason', async () => {
    const { b, id } = await doubleBooked()
    const { revision } = await detailOf(id)
    const silent = await resolve(id, revision, { action: 'book_anyway' })
    expect([silent.status, silent.body.code]).toEqual([422, 'invalid'])
    expect((await resolve(id, revision, { action: 'book_anyway', comment: 'Two rooms' })).status).toBe(200)
    expect(await booked(b)).toMatchObject([{ overridden: true }])
  })
})

describe('two signatures', () => {
  it('shows the device’s meanwhile, and a person accepts one', async () => {
    const name = `FRM-${randomUUID()}`
    const device = await rawDevice(api.address, TECH_A)
    const desk = await rawDevice(api.address, ADMIN)
    await device.results([insert('Form Submission', name, { form: 'FT-1', template_version: 1, notes: 'x' })])
    await desk.results([update('Form Submission', name, 1, { signature: 'data:image/svg+xml,office' })])
    const [held] = await device.results([
      update('Form Submission', name, 1, { signature: 'data:image/svg+xml,field' }),
    ])
    expect(held).toMatchObject({
      status: 'conflict_manual',
      resolved_doc: { signature: 'data:image/svg+xml,field', validation_status: 'pending_signature_review' },
    })
    const detail = await detailOf(held?.conflict_id ?? '')
    expect(detail).toMatchObject({ kind: 'signature_review', timeout_outcome: 'escalate' })
    const signature = detail.fields_view.find((field) => field.name === 'signature')
    expect(signature).toMatchObject({
      server: 'data:image/svg+xml,office',
      client: 'data:image/svg+xml,field',
    })
    const body = {
      action: 'accept_signature',
      choices: { signature: { pick: 'server' } },
      comment: 'Signed at the desk',
    }
    const answer = await resolve(detail.id, detail.revision, body)
    expect(answer.status).toBe(200)
    const document = await call(api.address, token, `/api/documents/Form%20Submission/${name}`)
    expect(document.body.data).toMatchObject({
      signature: 'data:image/svg+xml,office',
      validation_status: 'Valid',
    })
  })
})

describe('the queue', () => {
  it('lists what is open by deadline, page by page, with counts', async () => {
    for (let count = 0; count < 3; count++) await bothMoved()
    const seen: string[] = []
    let cursor = ''
    do {
      const path = `/api/conflicts?org=ORG-DEMO&view=team&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`
      const answer = await call(api.address, token, path)
      expect(answer.status).toBe(200)
      const page = answer.body as unknown as ConflictList
      expect(page.counts.team).toBeGreaterThanOrEqual(3)
      seen.push(...page.items.map((item) => item.due_at ?? ''))
      cursor = page.next_cursor ?? ''
    } while (cursor !== '')
    expect(seen).toEqual([...seen].sort())
    expect(new Set(seen).size).toBeGreaterThanOrEqual(3)
  })

  it('shows a technician only their own, and another organisation nothing', async () => {
    const { id } = await bothMoved()
    for (const email of [TECH_B, STRANGER]) {
      const theirs = await signIn(api.address, email)
      const answer = await call(api.address, theirs, `/api/conflicts/${id}`)
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
    }
    const across = await call(
      api.address,
      await signIn(api.address, STRANGER),
      `/api/conflicts/${id}?org=ORG-DEMO`,
    )
    expect(across.status).toBe(404)
  })

  it('needs a signed-in caller', async () => {
    const answer = await call(api.address, null, '/api/conflicts?org=ORG-DEMO')
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated'])
  })
})

describe('the deadline', () => {
  it('lets the server’s version stand, once, and escalates a signature instead', async () => {
    const moved = await bothMoved()
    const signed = `FRM-${randomUUID()}`
    const device = await rawDevice(api.address, TECH_A)
    const desk = await rawDevice(api.address, ADMIN)
    await device.results([insert('Form Submission', signed, { form: 'FT-1', template_version: 1 })])
    await desk.results([update('Form Submission', signed, 1, { signature: 'data:,a' })])
    const [held] = await device.results([update('Form Submission', signed, 1, { signature: 'data:,b' })])
    await api.sql.query(
      "UPDATE conflict SET due_at = now() - interval '1 minute' WHERE conflict_id = ANY($1::uuid[])",
      [[moved.id, held?.conflict_id]],
    )
    const job = api.app.get(DeadlinesJob)
    await Promise.all([job.sweep(), job.sweep()])
    await expect.poll(async () => (await detailOf(moved.id)).state, { timeout: 60_000 }).toBe('auto_resolved')
    const detail = await detailOf(moved.id)
    expect(detail).toMatchObject({ state: 'auto_resolved', resolved_by: 'timer' })
    expect(detail.history.filter((entry) => entry.type === 'auto_resolved')).toHaveLength(1)
    expect(await detailOf(held?.conflict_id ?? '')).toMatchObject({ state: 'open' })
    const late = await resolve(moved.id, detail.revision, { choices: {} })
    expect([late.status, late.body.code]).toEqual([410, 'auto_resolved'])
  })
})

function toChoices(values: Record<string, string>) {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { value }]))
}
