import { describe, expect, it } from 'vitest'
import {
  applyChoices,
  type Choices,
  choicesForAction,
  type Doc,
  type Held,
  type Json,
  resolveConflict,
  timeoutChoices,
} from '../src/index.ts'

const BASE = { appointment_datetime: '2025-12-02T13:00:00Z', duration: 60, notes: '' }
const SERVER = { ...BASE, appointment_datetime: '2025-12-02T14:00:00Z', notes: 'office' }
const CLIENT = { ...BASE, appointment_datetime: '2025-12-02T14:30:00Z', duration: 90 }

/** A conflict as the store keeps it: the two sides that were offered, and the document as it is now. */
function heldOf(doctype: string, base: Doc, server: Doc, client: Doc): Held {
  const { hold, doc } = resolveConflict(doctype, { base, server, client })
  if (!hold) throw new Error('this situation holds nothing')
  return { hold, base, server: doc, client }
}

const appointment = heldOf('Appointment', BASE, SERVER, CLIENT)

describe('applyChoices', () => {
  it('takes the Device’s cleared value as cleared, and not as Before', () => {
    const versions = { base: { notes: 'one' }, server: { notes: 'two' }, client: { notes: null } }
    const { hold, doc } = resolveConflict('Clock In Record', versions, { stale: true })
    if (!hold) throw new Error('nothing was held')
    const held = { hold, base: versions.base, server: doc, client: versions.client }
    expect(applyChoices('Clock In Record', held, { notes: { pick: 'client' } }).doc).toEqual({ notes: null })
    expect(applyChoices('Clock In Record', held, { notes: { pick: 'base' } }).doc).toEqual({ notes: 'one' })
  })

  it('takes the values of the picked side, the whole group at once', () => {
    const result = applyChoices('Appointment', appointment, { appointment_datetime: { pick: 'client' } })
    expect(result.outcome).toBe('merged')
    expect(result.doc).toEqual({ ...CLIENT, notes: 'office' })
    expect(result.decisions).toMatchObject([
      { field: 'appointment_datetime', winner: 'client', rule: 'chosen' },
      { field: 'duration', winner: 'client', rule: 'chosen', server: 60, client: 90, value: 90 },
    ])
    expect(result.pending).toEqual([])
    expect(result.hold).toBeUndefined()
  })

  it('is unchanged when the server is confirmed', () => {
    const result = applyChoices('Appointment', appointment, { duration: { pick: 'server' } })
    expect(result).toMatchObject({ outcome: 'unchanged', doc: SERVER })
  })

  it('restores the base, and knows that it is neither side', () => {
    const result = applyChoices('Appointment', appointment, { appointment_datetime: { pick: 'base' } })
    expect(result.doc).toMatchObject({ appointment_datetime: BASE.appointment_datetime, duration: 60 })
    expect(result.decisions[0]).toMatchObject({ winner: 'both' })
  })

  it('takes a typed value for its field alone and leaves the rest pending', () => {
    const result = applyChoices('Appointment', appointment, { duration: { value: 45 } })
    expect(result).toMatchObject({
      outcome: 'held',
      doc: { duration: 45 },
      pending: ['appointment_datetime'],
      hold: { kind: 'field_conflict', fields: ['appointment_datetime'] },
    })
  })

  it('lets a typed value stand beside a pick of its group', () => {
    const choices = { appointment_datetime: { pick: 'client' }, duration: { value: 45 } } as const
    expect(applyChoices('Appointment', appointment, choices).doc).toMatchObject({
      appointment_datetime: CLIENT.appointment_datetime,
      duration: 45,
    })
  })

  it('overrides a settled field, on record', () => {
    const choices = { appointment_datetime: { pick: 'server' }, notes: { value: 'agreed by phone' } } as const
    const result = applyChoices('Appointment', appointment, choices)
    expect(result.doc).toEqual({ ...SERVER, notes: 'agreed by phone' })
    expect(result.decisions).toContainEqual(
      expect.objectContaining({ field: 'notes', rule: 'chosen', winner: 'both', server: 'office' }),
    )
  })

  it('keeps both texts, or unites both lists', () => {
    const held: Held = {
      hold: { kind: 'field_conflict', fields: ['title', 'photos'], server: null, client: null },
      server: { title: 'office', photos: [{ file: 'F-1' }, { file: 'F-2' }] },
      client: { title: 'field', photos: [{ file: 'F-2', caption: 'x' }, { file: 'F-3' }] },
    }
    const result = applyChoices('Dispatch Job', held, { title: { pick: 'both' }, photos: { pick: 'both' } })
    expect(result.doc).toEqual({
      title: 'office\nfield',
      photos: [{ file: 'F-1' }, { file: 'F-2' }, { file: 'F-3' }],
    })
  })

  it('empties', () => {
    expect(applyChoices('Appointment', appointment, { duration: { pick: 'empty' } }).doc).toMatchObject({
      appointment_datetime: null,
      duration: null,
    })
  })

  it.each([
    ['both of two numbers', { duration: { pick: 'both' } }],
    ['a field nobody has', { colour: { value: 'red' } }],
    ['a field the server keeps', { modified: { value: 'now' } }],
    ['a hostile field', JSON.parse('{"__proto__":{"pick":"server"}}')],
    ['no choice at all', { duration: {} }],
    ['a pick and a value', { duration: { pick: 'server', value: 1 } }],
    ['a side that is none', { duration: { pick: 'mine' } }],
    ['words for a number', { duration: { value: 'an hour' } }],
    ['no date', { appointment_datetime: { value: 'tomorrow' } }],
    ['two picks in one group', { duration: { pick: 'server' }, appointment_datetime: { pick: 'client' } }],
    ['nothing', { duration: null }],
  ])('refuses %s', (_what, choices) => {
    const result = applyChoices('Appointment', appointment, choices as never)
    expect(result).toMatchObject({ outcome: 'rejected', doc: SERVER, rejection: { code: 'invalid_choice' } })
    expect(result.pending).toEqual(appointment.hold.fields)
  })

  it('refuses the base where none is known', () => {
    const { base: _base, ...held } = appointment
    expect(applyChoices('Appointment', held, { duration: { pick: 'base' } }).rejection?.code).toBe(
      'invalid_choice',
    )
  })

  it('does nothing to a record that was deleted meanwhile', () => {
    const result = applyChoices(
      'Appointment',
      { ...appointment, server: null },
      { duration: { pick: 'client' } },
    )
    expect(result).toMatchObject({ outcome: 'rejected', doc: null, rejection: { code: 'document_deleted' } })
  })
})

describe('actions', () => {
  it('choose: as given', () => {
    const choices = { duration: { pick: 'client' } } as const
    expect(choicesForAction('Appointment', appointment, 'choose', choices)).toBe(choices)
  })

  it('cancel: cancelled, and the rest as the server has it', () => {
    const choices = choicesForAction('Appointment', appointment, 'cancel', {})
    const result = applyChoices('Appointment', appointment, choices)
    expect(result.doc).toEqual({ ...SERVER, status: 'Cancelled' })
    expect(result.pending).toEqual([])
  })

  it('book_anyway, restore: as the device wanted it', () => {
    for (const action of ['book_anyway', 'restore'] as const) {
      const choices = choicesForAction('Appointment', appointment, action, {})
      expect(applyChoices('Appointment', appointment, choices).doc).toEqual({ ...CLIENT, notes: 'office' })
    }
  })

  it('move: the end goes with the start, the resource stays as it was asked for', () => {
    const wanted = {
      appointment_datetime: '2025-12-02T14:00:00Z',
      appointment_end_datetime: '2025-12-02T14:45:00Z',
      provider: 'DR-1',
    }
    const fields = Object.keys(wanted)
    const held: Held = {
      hold: { kind: 'slot_collision', fields, server: null, client: wanted },
      server: wanted,
      client: wanted,
    }
    const given = {
      appointment_datetime: { value: '2025-12-02T16:00:00Z' },
      title: { value: 'no part of a move' },
    }
    const choices = choicesForAction('Appointment', held, 'move', given)
    expect(applyChoices('Appointment', held, choices)).toMatchObject({
      outcome: 'merged',
      doc: {
        appointment_datetime: '2025-12-02T16:00:00Z',
        appointment_end_datetime: '2025-12-02T16:45:00.000Z',
        provider: 'DR-1',
      },
    })
  })
})

describe('values that a person types', () => {
  const held: Held = {
    hold: { kind: 'field_conflict', fields: ['title'], server: {}, client: {} },
    server: { title: 'a' },
    client: {},
  }
  it.each<[string, Json, boolean]>([
    ['title', 'b', true],
    ['title', 7, true],
    ['title', { a: 1 }, false],
    ['description', 'b', true],
    ['description', 7, false],
    ['priority', 'High', true],
    ['priority', 'Higher', false],
    ['priority', null, true],
    ['customer', 'CUST-1', true],
    ['scheduled_date', '2025-12-01', true],
    ['scheduled_date', '2025-12-41', false],
    ['scheduled_time', '09:30', true],
    ['scheduled_time', '9 am', false],
    ['assigned_at', '2025-12-01T10:00:00Z', true],
    ['assigned_at', 'now', false],
    ['estimated_duration', 60, true],
    ['estimated_duration', 'an hour', false],
    ['latitude', '52.5', true],
    ['latitude', [], false],
    ['billable', 1, true],
    ['billable', 'yes', false],
    ['parts_used', [], true],
    ['parts_used', 'none', false],
    ['photos', [{ file: 'F' }], true],
    ['photos', {}, false],
    ['signature', 'sig', true],
    ['signature', 1, false],
  ])('%s: %j: %s', (field, value, isTaken) => {
    const result = applyChoices('Dispatch Job', held, { [field]: { value } })
    expect(result.rejection?.code).toBe(isTaken ? undefined : 'invalid_choice')
  })

  it.each<[string, string, Json, boolean]>([
    ['Form Submission', 'template_version', 2, true],
    ['Form Submission', 'template_version', 2.5, false],
    ['Form Submission', 'field_values', { a: 1 }, true],
    ['Form Submission', 'location', { lat: 1 }, true],
    ['Ticket', 'description', '<p>a</p>', true],
    ['Appointment', 'amount', 12.5, true],
    ['Clock In Record', 'photo', 'img', true],
    ['Clock In Record', 'photo', 1, false],
  ])('%s.%s: %j: %s', (doctype, field, value, isTaken) => {
    const result = applyChoices(doctype, held, { [field]: { value } })
    expect(result.rejection?.code).toBe(isTaken ? undefined : 'invalid_choice')
  })
})

describe('both', () => {
  const both = (doctype: string, field: string, server: Doc, client: Doc) =>
    applyChoices(
      doctype,
      { hold: { kind: 'field_conflict', fields: [field], server, client }, server, client },
      { [field]: { pick: 'both' } },
    )

  it('unites messages by their key and other lists by their content', () => {
    const [a, b] = [{ message_id: 'A', text: 'x' }, { message_id: 'B' }]
    const messages = both(
      'Conversation',
      'messages',
      { messages: [a] },
      { messages: [{ ...a, text: 'y' }, b] },
    )
    expect(messages.doc).toMatchObject({ messages: [a, b], message_count: 2 })
    const tags = both(
      'Vault Document',
      'tags',
      { tags: [{ tag: 'x' }] },
      { tags: [{ tag: 'x' }, { tag: 'y' }] },
    )
    expect(tags.doc?.tags).toEqual([{ tag: 'x' }, { tag: 'y' }])
    const onlyOne = both('Vault Document', 'tags', { tags: [{ tag: 'x' }] }, {})
    expect(onlyOne.outcome).toBe('unchanged')
  })

  it('keeps the text that is there where the other side has none', () => {
    expect(both('Ticket', 'internal_notes', { internal_notes: null }, { internal_notes: 'x' }).doc).toEqual({
      internal_notes: 'x',
    })
  })

  it.each([
    ['Ticket', 'status', 'Open', 'Closed'],
    ['Ticket', 'feedback_rating', 1, 2],
    ['Dispatch Job', 'signature', 's1', 's2'],
    ['Ticket', 'subject', 'a', { a: 1 }],
    ['Vault Document', 'tags', null, null],
  ])('is no answer for %s.%s', (doctype, field, server, client) => {
    expect(both(doctype, field, { [field]: server }, { [field]: client }).rejection?.code).toBe(
      'invalid_choice',
    )
  })
})

describe('a move', () => {
  const start = '2025-12-02T14:00:00Z'
  const later = { appointment_datetime: { value: '2025-12-02T16:00:00Z' } }
  const move = (wanted: Doc, fields: string[], given: Choices) => {
    const held: Held = {
      hold: { kind: 'slot_collision', fields, server: wanted, client: wanted },
      server: wanted,
      client: wanted,
    }
    return choicesForAction('Appointment', held, 'move', given)
  }

  it('moves the end of a booking of which nothing is pending: the other one of a collision', () => {
    const wanted = { appointment_datetime: start, appointment_end_datetime: '2025-12-02T14:30:00Z' }
    expect(move(wanted, [], later)).toEqual({
      ...later,
      appointment_end_datetime: { value: '2025-12-02T16:30:00.000Z' },
    })
  })
  it('needs no end where there is a duration', () => {
    expect(
      move({ appointment_datetime: start, duration: 30 }, ['appointment_datetime', 'duration'], later),
    ).toEqual({
      ...later,
      duration: { value: 30 },
    })
  })
  it('leaves an end that goes with nothing as it was asked for', () => {
    const wanted = { appointment_end_datetime: start }
    const fields = ['appointment_end_datetime', 'provider']
    expect(move(wanted, fields, later)).toEqual({
      ...later,
      appointment_end_datetime: { value: start },
      provider: { value: null },
    })
    expect(move(wanted, fields, { appointment_datetime: { pick: 'client' } })).toMatchObject({
      appointment_end_datetime: { value: start },
    })
  })
  it('is as given for a DocType that books nothing', () => {
    const held: Held = {
      hold: { kind: 'field_conflict', fields: ['status'], server: {}, client: {} },
      server: {},
      client: {},
    }
    expect(choicesForAction('Ticket', held, 'move', later)).toBe(later)
  })
})

describe('signatures', () => {
  const base = { signature: null, signed_by_name: null, validation_status: 'Draft', notes: '' }
  const office = { ...base, signature: 'sig-office', signed_by_name: 'Ann' }
  const field = { ...base, signature: 'sig-field', signed_by_name: 'Bob', notes: 'n' }
  const held = heldOf('Form Submission', base, office, field)

  it("shows the device's until somebody has judged", () => {
    expect(held.server).toEqual({ ...field, validation_status: 'pending_signature_review' })
    expect(held.hold).toMatchObject({ kind: 'signature_review', fields: ['signature', 'signed_by_name'] })
  })

  it.each([
    ['accept_signature', { signature: { pick: 'server' } }, 'sig-office', 'Ann', 'Valid'],
    ['accept_signature', { signature: { pick: 'client' } }, 'sig-field', 'Bob', 'Valid'],
    ['request_signature', {}, null, null, 'Draft'],
    ['reject_both', {}, null, null, 'Invalid'],
  ] as const)('%s %o', (action, given, signature, signed_by_name, validation_status) => {
    const choices = choicesForAction('Form Submission', held, action, given)
    const result = applyChoices('Form Submission', held, choices)
    expect(result.doc).toEqual({ ...held.server, signature, signed_by_name, validation_status })
    expect(result.pending).toEqual([])
  })

  it('accepting without saying which stays held', () => {
    const choices = choicesForAction('Form Submission', held, 'accept_signature', {})
    expect(applyChoices('Form Submission', held, choices).outcome).toBe('held')
  })

  it('a plain choice ends the review too', () => {
    const result = applyChoices('Form Submission', held, { signature: { pick: 'server' } })
    expect(result.doc).toMatchObject({ signature: 'sig-office', validation_status: 'Valid' })
    expect(applyChoices('Form Submission', held, { signature: { pick: 'empty' } }).doc).toMatchObject({
      validation_status: 'Draft',
    })
  })

  it('a DocType without a status of validation has none to set', () => {
    const held: Held = {
      hold: {
        kind: 'field_conflict',
        fields: ['signature'],
        server: { signature: 'a' },
        client: { signature: 'b' },
      },
      server: { signature: 'a' },
      client: { signature: 'b' },
    }
    const given = { signature: { pick: 'client' } } as const
    expect(choicesForAction('Dispatch Job', held, 'accept_signature', given)).toEqual(given)
    expect(choicesForAction('Ticket', held, 'reject_both', {})).toEqual({})
    expect(timeoutChoices('Dispatch Job', held)).toEqual({ signature: { pick: 'server' } })
  })

  it('no timer flips one', () => {
    expect(timeoutChoices('Form Submission', held)).toBeNull()
  })
})

describe('the deadline', () => {
  it('lets the server stand', () => {
    const choices = timeoutChoices('Appointment', appointment)
    expect(choices).toEqual({ appointment_datetime: { pick: 'server' }, duration: { pick: 'server' } })
    expect(applyChoices('Appointment', appointment, choices ?? {}).doc).toEqual(SERVER)
  })

  it('leaves the second booking of a slot stored as it is', () => {
    const doc = { appointment_datetime: '2025-12-02T14:00:00Z', duration: 30 }
    const fields = Object.keys(doc)
    const held: Held = {
      hold: { kind: 'slot_collision', fields, server: null, client: doc },
      server: doc,
      client: doc,
    }
    const choices = timeoutChoices('Appointment', held)
    expect(applyChoices('Appointment', held, choices ?? {})).toMatchObject({
      outcome: 'unchanged',
      doc,
      pending: [],
    })
  })

  it('settles answers of a form by the server: only signatures escalate', () => {
    const held: Held = {
      hold: { kind: 'field_conflict', fields: ['field_values'], server: {}, client: {} },
      server: {},
      client: {},
    }
    expect(timeoutChoices('Form Submission', held)).toEqual({ field_values: { pick: 'server' } })
  })
})

describe('a delete that met an edit', () => {
  const base = { appointment_datetime: '2025-12-02T13:00:00Z', title: 'a' }
  const server = { ...base, appointment_datetime: '2025-12-02T14:00:00Z' }
  const deleting: Held = {
    hold: { kind: 'delete_edit', fields: ['_document'], server, client: null },
    base,
    server,
    client: null,
  }
  const deleted: Held = {
    hold: { kind: 'delete_edit', fields: ['_document'], server: null, client: { title: 'b' } },
    base,
    server: null,
    client: { title: 'b' },
  }
  const pick = (held: Held, side: string) =>
    applyChoices('Appointment', held, { _document: { pick: side } } as never)

  it('deletes, keeps or goes back', () => {
    expect(pick(deleting, 'client')).toMatchObject({ outcome: 'merged', doc: null })
    expect(pick(deleting, 'server')).toMatchObject({ outcome: 'unchanged', doc: server })
    expect(pick(deleting, 'base')).toMatchObject({ outcome: 'merged', doc: base })
    expect(pick(deleting, 'empty')).toMatchObject({ outcome: 'merged', doc: null })
    expect(pick(deleting, 'both').rejection?.code).toBe('invalid_choice')
  })

  it('restores what the device wrote', () => {
    const choices = choicesForAction('Appointment', deleted, 'restore', {})
    expect(choices).toEqual({ _document: { pick: 'client' } })
    expect(applyChoices('Appointment', deleted, choices).doc).toEqual({ ...base, title: 'b' })
    expect(pick(deleted, 'server')).toMatchObject({ outcome: 'unchanged', doc: null })
  })

  it('takes choices for fields of the record that remains', () => {
    const choices = choicesForAction('Appointment', deleting, 'cancel', {})
    expect(applyChoices('Appointment', deleting, choices).doc).toEqual({ ...server, status: 'Cancelled' })
    const impossible = { _document: { pick: 'client' }, title: { value: 'c' } } as const
    expect(applyChoices('Appointment', deleting, impossible).rejection?.code).toBe('invalid_choice')
    const wrong = { _document: { pick: 'server' }, colour: { value: 'c' } } as const
    expect(applyChoices('Appointment', deleting, wrong)).toMatchObject({ outcome: 'rejected', doc: server })
  })

  it('takes a whole record, or nothing, as a value', () => {
    const value = (typed: unknown) =>
      applyChoices('Appointment', deleting, { _document: { value: typed } } as never)
    expect(value({ title: 'z' }).doc).toEqual({ title: 'z' })
    expect(value(null).doc).toBeNull()
    expect(value('z').rejection?.code).toBe('invalid_choice')
  })

  it('stays held without an answer', () => {
    expect(applyChoices('Appointment', deleting, {})).toMatchObject({
      outcome: 'held',
      pending: ['_document'],
    })
  })

  it('falls to the server at the deadline', () => {
    expect(timeoutChoices('Appointment', deleting)).toEqual({ _document: { pick: 'server' } })
  })
})
