import { describe, expect, it } from 'vitest'
import { type Doc, holdForSlot, resolveConflict, slotOf } from '../src/index.ts'

const START = '2025-12-02T14:00:00Z'

describe('slotOf', () => {
  const slot = (doc: Doc | null, zone?: string) => slotOf('Appointment', doc, zone)
  const at = (start: string, end: string, resource = 'calendar') => ({ resource, start, end })

  it('start and end, or start and duration', () => {
    const expected = at('2025-12-02T14:00:00.000Z', '2025-12-02T15:00:00.000Z')
    expect(
      slot({ appointment_datetime: START, appointment_end_datetime: '2025-12-02T16:00:00+01:00' }),
    ).toEqual(expected)
    expect(slot({ appointment_datetime: START, duration: 60 })).toEqual(expected)
    expect(slot({ appointment_datetime: START, duration: '60' })).toEqual(expected)
  })

  it('date and time in the zone of the organisation', () => {
    const doc = { appointment_date: '2025-12-02', appointment_time: '15:00', duration: 30 }
    expect(slot(doc, 'Europe/Berlin')).toEqual(at('2025-12-02T14:00:00.000Z', '2025-12-02T14:30:00.000Z'))
    expect(slot(doc)).toEqual(at('2025-12-02T15:00:00.000Z', '2025-12-02T15:30:00.000Z'))
    expect(slot(doc, 'Nowhere/Atall')).toEqual(slot(doc, 'UTC'))
    expect(slot({ appointment_datetime: '2025-12-02 15:00:00', duration: 30 }, 'Europe/Berlin')).toEqual(
      at('2025-12-02T14:00:00.000Z', '2025-12-02T14:30:00.000Z'),
    )
  })

  it.each([
    ['winter', '2025-01-15', '12:00', '2025-01-15T11:00:00.000Z'],
    ['summer', '2025-07-15', '12:00', '2025-07-15T10:00:00.000Z'],
    ['the hour that summer time skips', '2025-03-30', '02:30', '2025-03-30T01:30:00.000Z'],
    ['the hour that comes twice: the first', '2025-10-26', '02:30', '2025-10-26T00:30:00.000Z'],
    ['just after the change', '2025-03-30', '03:00', '2025-03-30T01:00:00.000Z'],
  ])('%s', (_what, appointment_date, appointment_time, start) => {
    expect(slot({ appointment_date, appointment_time, duration: 1 }, 'Europe/Berlin')?.start).toBe(start)
  })

  it('names the first resource that is present', () => {
    const doc = { appointment_datetime: START, duration: 1 }
    expect(slot({ ...doc, provider: '', resource: 'ROOM-2', location: 'X' })?.resource).toBe(
      'resource:ROOM-2',
    )
    expect(slot({ ...doc, provider: 'DR-1', resource: 'ROOM-2' })?.resource).toBe('provider:DR-1')
    expect(slot({ ...doc, location: null })?.resource).toBe('calendar')
  })

  it.each<[string, Doc | null]>([
    ['deleted', null],
    ['cancelled', { appointment_datetime: START, duration: 60, status: 'Cancelled' }],
    ['no show', { appointment_datetime: START, duration: 60, status: 'No Show' }],
    ['no start', { duration: 60 }],
    ['no end', { appointment_datetime: START }],
    ['a date without a time', { appointment_date: '2025-12-02', duration: 60 }],
    ['no length', { appointment_datetime: START, duration: 0 }],
    ['a negative length', { appointment_datetime: START, duration: -5 }],
    [
      'an end before the start',
      { appointment_datetime: START, appointment_end_datetime: '2025-12-02T13:00:00Z' },
    ],
    ['no calendar day', { appointment_datetime: '2025-02-30T10:00:00Z', duration: 60 }],
    ['the year 0', { appointment_datetime: '0000-01-01T10:00:00Z', duration: 60 }],
    ['beyond the calendar', { appointment_datetime: START, duration: 1e18 }],
    ['nonsense', { appointment_datetime: { a: 1 }, duration: [] }],
  ])('books nothing: %s', (_what, doc) => {
    expect(slot(doc)).toBeNull()
  })

  it('is null for a DocType that books nothing', () => {
    expect(slotOf('Ticket', { appointment_datetime: START, duration: 60 })).toBeNull()
  })
})

describe('holdForSlot', () => {
  const wanted = { title: 'x', appointment_datetime: START, duration: 60, provider: 'DR-1' }

  it('stores a colliding insert, on hold', () => {
    const versions = { client: wanted }
    const held = holdForSlot('Appointment', versions, resolveConflict('Appointment', versions))
    expect(held).toMatchObject({
      outcome: 'held',
      doc: wanted,
      pending: ['appointment_datetime', 'duration', 'provider'],
      hold: { kind: 'slot_collision', conflict_type: 'time_overlap', server: null, client: wanted },
    })
    expect(held.decisions).toContainEqual({
      field: 'appointment_datetime',
      winner: 'pending',
      rule: 'exclusive_slot',
      reason: 'The slot is already booked',
      client: START,
      value: START,
    })
    expect(held.notices).toMatchObject([{ type: 'review_needed' }])
  })

  it('holds the time and the resource of a move, and merges the rest', () => {
    const base = { ...wanted, appointment_datetime: '2025-12-02T09:00:00Z', provider: null }
    const versions = { base, server: base, client: { ...wanted, title: 'y' } }
    const held = holdForSlot('Appointment', versions, resolveConflict('Appointment', versions))
    expect(held.doc).toEqual({ ...base, title: 'y' })
    expect(held.pending).toEqual(['appointment_datetime', 'provider'])
    expect(held.decisions.map(({ field, winner }) => [field, winner])).toEqual([
      ['appointment_datetime', 'pending'],
      ['provider', 'pending'],
      ['title', 'client'],
    ])
  })

  it('forgets fields that the server did not have', () => {
    const base = { appointment_date: '2025-12-02', appointment_time: '09:00', duration: 60 }
    const versions = { base, server: base, client: { ...base, provider: 'DR-1' } }
    const held = holdForSlot('Appointment', versions, resolveConflict('Appointment', versions))
    expect(held.doc).toEqual(base)
    expect(held.pending).toEqual(['provider'])
  })

  it('a cancelled booking that comes back waits like a new one', () => {
    const base = { ...wanted, status: 'Cancelled' }
    const versions = { base, server: base, client: { ...wanted, status: 'Scheduled' } }
    const held = holdForSlot('Appointment', versions, resolveConflict('Appointment', versions))
    expect(held.doc).toEqual({ ...wanted, status: 'Scheduled' })
    expect(held.pending).toEqual(['appointment_datetime', 'duration', 'provider'])
  })

  it('leaves alone what books nothing', () => {
    const versions = { client: wanted }
    const ticket = resolveConflict('Ticket', versions)
    expect(holdForSlot('Ticket', versions, ticket)).toBe(ticket)
    const deleted = resolveConflict('Appointment', { base: wanted, server: wanted, client: null })
    expect(holdForSlot('Appointment', { base: wanted, server: wanted, client: null }, deleted)).toBe(deleted)
  })
})
