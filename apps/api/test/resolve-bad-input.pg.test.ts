/** Decisions that are none: each row is refused by its code, and changes nothing. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ADMIN,
  type Api,
  call,
  insert,
  RECEPTION,
  RESOLVER,
  rawDevice,
  STRANGER,
  signIn,
  startApi,
  TECH_A,
  update,
} from './api-kit.ts'
import { type Ask, appointment, Desk, PICK_CLIENT, PICK_SERVER, times, values } from './conflict-kit.ts'

let api: Api
let desk: Desk
let stranger: string
beforeAll(async () => {
  api = await startApi()
  desk = await Desk.open(api)
  stranger = await signIn(api.address, STRANGER)
})
afterAll(() => api.close())

const GUARD = { 'if-match': '"1"', 'idempotency-key': 'a-key-of-its-own' }

/** Notes and category of one appointment, changed by the office and a phone: two fields to choose. */
async function twoFields() {
  const name = `APT-${randomUUID()}`
  const phone = await rawDevice(api.address, RECEPTION)
  await phone.results([
    insert('Appointment', name, { ...appointment(`P-${name}`, '09:00', '10:00'), attendee_name: 'A' }),
  ])
  await desk.office.results([
    update('Appointment', name, 1, { ...times('10:00', '11:00'), attendee_name: 'B' }),
  ])
  const [held] = await phone.results([
    update('Appointment', name, 1, { ...times('12:00', '13:00'), attendee_name: 'C' }),
  ])
  return { name, id: held?.conflict_id ?? '' }
}

type Make = () => Promise<{ id: string }>
const moved: Make = () => desk.movedTwice()
const collided: Make = () => desk.doubleBooked()
const signed: Make = () => desk.signedTwice()

interface Row {
  readonly row: string
  readonly what: string
  readonly make: Make
  readonly ask: Ask
  readonly status: number
  readonly code: string
}

const LONG_AGO = '2001-01-01T10:00:00Z'
const start = (value: unknown) => ({ choices: { appointment_datetime: { value } } })
const REFUSED: readonly Row[] = [
  {
    row: 'R-2',
    what: 'a technician who may not see it',
    make: moved,
    ask: { as: TECH_A, body: PICK_SERVER },
    status: 404,
    code: 'not_found',
  },
  {
    row: 'R-2',
    what: 'a receptionist about another’s signature',
    make: signed,
    ask: { as: RECEPTION, body: { action: 'reject_both' } },
    status: 403,
    code: 'forbidden',
  },
  {
    row: 'R-5',
    what: 'a revision that is not the present one',
    make: moved,
    ask: { revision: 999, body: PICK_SERVER },
    status: 412,
    code: 'revision_changed',
  },
  {
    row: 'R-7',
    what: 'a field the record does not have',
    make: moved,
    ask: { body: { choices: { nonsense: { pick: 'client' } } } },
    status: 422,
    code: 'invalid_choice',
  },
  {
    row: 'R-7',
    what: 'a choice that chooses nothing',
    make: moved,
    ask: { body: { choices: { appointment_datetime: {} } } },
    status: 422,
    code: 'malformed_request',
  },
  {
    row: 'R-7',
    what: 'a pick there is not',
    make: moved,
    ask: { body: { choices: { appointment_datetime: { pick: 'mine' } } } },
    status: 422,
    code: 'malformed_request',
  },
  {
    row: 'R-7',
    what: 'both of two times',
    make: moved,
    ask: { body: { choices: { appointment_datetime: { pick: 'both' } } } },
    status: 422,
    code: 'invalid_choice',
  },
  {
    row: 'R-7',
    what: 'an action that is not for this kind',
    make: moved,
    ask: { body: { action: 'accept_signature', ...PICK_SERVER } },
    status: 422,
    code: 'invalid_choice',
  },
  {
    row: 'R-7',
    what: 'an action there is not',
    make: moved,
    ask: { body: { action: 'explode' } },
    status: 422,
    code: 'malformed_request',
  },
  {
    row: 'R-7',
    what: 'the other record where there is none',
    make: moved,
    ask: { body: { action: 'choose', target: 'other', ...PICK_SERVER } },
    status: 422,
    code: 'invalid_choice',
  },
  {
    row: 'R-7',
    what: 'a book-keeping field',
    make: moved,
    ask: { body: { choices: { modified: { value: LONG_AGO } } } },
    status: 422,
    code: 'invalid_choice',
  },
  {
    row: 'R-7',
    what: 'a field only the server writes',
    make: signed,
    ask: { as: RESOLVER, body: { choices: { validation_status: { value: 'Valid' } } } },
    status: 403,
    code: 'forbidden',
  },
  {
    row: 'R-8',
    what: 'words for a time',
    make: moved,
    ask: { body: start('tomorrow') },
    status: 422,
    code: 'invalid',
  },
  {
    row: 'R-8',
    what: 'a time without an offset',
    make: moved,
    ask: { body: start('2031-03-03T10:00:00') },
    status: 422,
    code: 'invalid',
  },
  {
    row: 'R-8',
    what: 'a number for a time',
    make: moved,
    ask: { body: start(12) },
    status: 422,
    code: 'invalid',
  },
  {
    row: 'R-8',
    what: 'text with a zero byte',
    make: moved,
    ask: { body: { choices: { notes: { value: 'a\u0000b' } } } },
    status: 422,
    code: 'malformed_request',
  },
  {
    row: 'R-8',
    what: 'a time that somebody has',
    make: collided,
    ask: { body: { action: 'move', choices: values(times('14:15', '15:15')) } },
    status: 409,
    code: 'slot_taken',
  },
  {
    row: 'R-8',
    what: 'booking anyway without a reason',
    make: collided,
    ask: { body: { action: 'book_anyway' } },
    status: 422,
    code: 'invalid',
  },
  {
    row: 'R-9',
    what: 'one of two fields',
    make: twoFields,
    ask: { body: PICK_SERVER },
    status: 422,
    code: 'incomplete',
  },
  { row: 'R-9', what: 'no field', make: moved, ask: { body: {} }, status: 422, code: 'incomplete' },
  {
    row: 'R-10',
    what: 'a signature accepted without saying which',
    make: signed,
    ask: { body: { action: 'accept_signature' } },
    status: 422,
    code: 'incomplete',
  },
  {
    row: 'R-14',
    what: 'a key that poisons objects',
    make: moved,
    ask: { body: '{"choices":{"__proto__":{"value":1}}}' },
    status: 422,
    code: 'malformed_request',
  },
]

describe('refused', () => {
  it.each(REFUSED)('$row $what', async ({ make, ask, status, code }) => {
    const { id } = await make()
    const before = await desk.detail(id)
    const answer = await desk.ask('resolve', id, ask)
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(JSON.stringify(answer.body)).not.toMatch(/SELECT|INSERT|\bat .*\.ts/)
    expect({ ...(await desk.detail(id)), server_now: '' }).toEqual({ ...before, server_now: '' })
  })

  const LOST: readonly [string, string, () => Promise<[string, string]>][] = [
    ['R-1', 'an id nobody has', async () => [randomUUID(), desk.tokenOf(ADMIN)]],
    ['R-1', 'an id that is none', async () => ['1 OR 1=1', desk.tokenOf(ADMIN)]],
    ['R-1', 'an id of another organisation', async () => [(await moved()).id, stranger]],
  ]
  it.each(LOST)('%s %s', async (_row, _what, make) => {
    const [id, token] = await make()
    for (const deed of ['resolve', 'preview', 'undo', 'extend']) {
      const path = `/api/conflicts/${encodeURIComponent(id)}/${deed}`
      const answer = await call(api.address, token, path, { body: { hours: 1 }, headers: GUARD })
      expect([deed, answer.status, answer.body.code]).toEqual([deed, 404, 'not_found'])
    }
  })

  const UNGUARDED: [string, Record<string, string>][] = [
    ['neither header', {}],
    ['no key', { 'if-match': '"1"' }],
    ['no revision', { 'idempotency-key': randomUUID() }],
    ['a revision that is no number', { ...GUARD, 'if-match': '*' }],
    ['a key of two letters', { ...GUARD, 'idempotency-key': 'ab' }],
    ['a key of a thousand letters', { ...GUARD, 'idempotency-key': 'k'.repeat(1000) }],
  ]
  it.each(UNGUARDED)('R-6 %s', async (_what, headers) => {
    const { id } = await moved()
    for (const deed of ['resolve', 'undo', 'extend']) {
      const body = deed === 'extend' ? { hours: 1 } : {}
      const answer = await call(api.address, desk.tokenOf(ADMIN), `/api/conflicts/${id}/${deed}`, {
        body,
        headers,
      })
      expect([deed, answer.status, answer.body.code]).toEqual([deed, 428, 'precondition_required'])
    }
  })
})

describe('answered', () => {
  it('R-3 what is resolved already: with who, when and how', async () => {
    const { id } = await moved()
    await desk.ask('resolve', id, { as: RESOLVER, body: PICK_SERVER })
    const answer = await desk.ask('resolve', id, { body: PICK_CLIENT })
    expect([answer.status, answer.body.code]).toEqual([409, 'already_resolved'])
    expect(answer.body.resolution).toMatchObject({ by: RESOLVER, action: 'choose', at: expect.any(String) })
  })

  it('R-4 the same key again: the same body; for something else, for another person: not', async () => {
    const { id } = await moved()
    const ask = { revision: (await desk.detail(id)).revision, key: randomUUID(), body: PICK_CLIENT }
    const [first, again] = [await desk.ask('resolve', id, ask), await desk.ask('resolve', id, ask)]
    const same = (body: Record<string, unknown>) => ({
      ...body,
      replayed: null,
      conflict: { ...Object(body.conflict), server_now: null },
    })
    expect([again.status, again.body.replayed]).toEqual([200, true])
    expect(same(again.body)).toEqual(same(first.body))
    const other = await desk.ask('resolve', id, { ...ask, body: PICK_SERVER })
    expect([other.status, other.body.code]).toEqual([409, 'idempotency_key_reuse'])
    const undo = await desk.ask('undo', id, ask)
    expect([undo.status, undo.body.code]).toEqual([409, 'idempotency_key_reuse'])
    const somebody = await desk.ask('resolve', id, { ...ask, as: RESOLVER })
    expect([somebody.status, somebody.body.code]).toEqual([409, 'already_resolved'])
  })

  it('R-5 a revision that moved on: with the item as it is now', async () => {
    const { name, id } = await desk.movedTwice()
    const { revision } = await desk.detail(id)
    await desk.office.results([update('Appointment', name, 2, { notes: 'Gate code 12' })])
    const answer = await desk.ask('resolve', id, { revision, body: PICK_SERVER })
    expect([answer.status, answer.body.code]).toEqual([412, 'revision_changed'])
    expect(answer.body.item).toMatchObject({ revision: revision + 1, server: { notes: 'Gate code 12' } })
  })

  it('R-14 markup stays text', async () => {
    const { name, id } = await desk.movedTwice()
    const hostile = '<img src=x onerror=alert(1)>"\'</script>'
    const body = { choices: { ...PICK_CLIENT.choices, notes: { value: hostile } }, comment: hostile }
    const answer = await desk.ask('resolve', id, { body })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('application/json')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await desk.document('Appointment', name)).toMatchObject({ data: { notes: hostile } })
    expect((await desk.detail(id)).resolution).toMatchObject({ comment: hostile })
  })

  it('R-15 long texts are shown, united and kept; a longer one than an item may be is refused', async () => {
    const name = `APT-${randomUUID()}`
    const phone = await rawDevice(api.address, RECEPTION)
    const lines = (who: string) =>
      Array.from({ length: 8000 }, (_, index) => `${who} line ${index}`).join('\n')
    const base = { ...appointment(`P-${name}`, '09:00', '10:00'), notes: lines('base') }
    await phone.results([insert('Appointment', name, base)])
    await desk.office.results([
      update('Appointment', name, 1, { ...times('11:00', '12:00'), notes: lines('office') }),
    ])
    const [held] = await phone.results([
      update('Appointment', name, 1, { ...times('11:30', '12:30'), notes: lines('phone') }),
    ])
    const id = held?.conflict_id ?? ''
    const body = { choices: { ...PICK_CLIENT.choices, notes: { pick: 'both' } } }
    const preview = await desk.ask('preview', id, { body })
    expect([preview.status, preview.body.complete]).toEqual([200, true])
    expect((await desk.ask('resolve', id, { body })).status).toBe(200)
    const { notes } = Object((await desk.document('Appointment', name)).data)
    for (const who of ['office', 'phone']) {
      expect(notes).toContain(`${who} line 0`)
      expect(notes).toContain(`${who} line 7999`)
    }
    const [tooLarge] = await phone.results([
      update('Appointment', name, 3, { notes: 'x'.repeat(256 * 1024) }),
    ])
    expect(tooLarge?.error?.code).toBe('too_large')
  })

  it('R-16 the record was deleted meanwhile: nobody is asked any more', async () => {
    const { name, id } = await desk.movedTwice()
    const { revision } = await desk.detail(id)
    const admin = await rawDevice(api.address, ADMIN)
    await admin.results([{ ...update('Appointment', name, 2, {}), op: 'delete', data: undefined }])
    const answer = await desk.ask('resolve', id, { revision, body: PICK_CLIENT })
    expect([answer.status, answer.body.code]).toEqual([409, 'already_resolved'])
    expect(answer.body.resolution).toMatchObject({ action: 'withdrawn', by: ADMIN })
    expect(await desk.document('Appointment', name)).toMatchObject({ deleted: true })
  })
})
