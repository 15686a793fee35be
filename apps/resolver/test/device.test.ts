import type { ItemResult } from '@dartwing/protocol'
import { docTypeRule } from '@dartwing/rules'
import { describe, expect, it } from 'vitest'
import { NOTHING_YET, progressFrom } from '../src/features/device/guide/guide-steps.ts'
import { createSignal } from '../src/features/device/phone/signal.ts'
import { changesOf, typedFields } from '../src/features/device/records/record-words.ts'

const entry = {
  position: 1,
  mutation_id: 'm-1',
  op: 'update',
  doctype: 'Appointment',
  name: 'APT-1',
  base_version: 1,
  base: null,
  data: null,
  client_ts: '2026-03-02T10:00:00Z',
  over: [],
  state: 'waiting',
  error: null,
} as const
const answer: ItemResult = {
  mutation_id: 'm-2',
  status: 'success',
  doctype: 'Appointment',
  name: 'APT-1',
  version: 2,
  seq: '2',
  server_ts: '2026-03-02T10:00:00Z',
  conflict_strategy: null,
  resolved_doc: null,
  conflicts: [],
  decisions: [],
  conflict_id: null,
  due_at: null,
  notifications: [],
  branch: null,
  error: null,
  replayed: false,
}
const idle = { online: true, pending: [], answers: [] }
const edited = { ...idle, online: false, pending: [entry] }
const changed = { ...idle, answers: [answer] }
const held: ItemResult = { ...answer, mutation_id: 'm-1', status: 'conflict_manual', conflict_id: 'c-1' }

describe('the guide', () => {
  const stepsOf = (
    left: Parameters<typeof progressFrom>[1][string],
    right: typeof left,
    before = NOTHING_YET,
  ) => {
    const { edited: first, changedElsewhere, met } = progressFrom(before, { left, right })
    return [first !== null, changedElsewhere, met]
  }

  it.each([
    ['nothing yet', idle, idle, [false, false, null]],
    ['an edit with a signal is no step', { ...idle, pending: [entry] }, idle, [false, false, null]],
    ['edited without a signal', edited, idle, [true, false, null]],
    ['changed on the other phone too', edited, changed, [true, true, null]],
    [
      'another record changed',
      edited,
      { ...idle, answers: [{ ...answer, name: 'APT-2' }] },
      [true, false, null],
    ],
    [
      'the other change was refused',
      edited,
      { ...idle, answers: [{ ...answer, status: 'rejected' as const }] },
      [true, false, null],
    ],
  ])('%s', (_what, left, right, expected) => {
    expect(stepsOf(left, right)).toEqual(expected)
  })

  it('steps that were done stay done, and the conflict is named', () => {
    const before = progressFrom(NOTHING_YET, { left: edited, right: changed })
    expect(stepsOf({ ...idle, answers: [held] }, changed, before)).toEqual([true, true, 'c-1'])
    const refused = { ...held, status: 'rejected', conflict_id: null } as const
    expect(stepsOf({ ...idle, answers: [refused] }, changed, before)).toEqual([true, true, 'refused'])
    const end = progressFrom(before, { left: { ...idle, answers: [held] }, right: changed })
    expect(progressFrom(end, { left: idle, right: idle })).toBe(end)
  })
})

describe('what a form writes', () => {
  const rule = docTypeRule('Appointment')
  const before = {
    appointment_date: '2026-03-02',
    appointment_time: '10:00:00',
    duration: 30,
    appointment_datetime: '2026-03-02T09:00:00Z',
    appointment_end_datetime: '2026-03-02T09:30:00Z',
  }

  it.each([
    ['nothing', {}, {}],
    ['the same value again', { duration: 30 }, {}],
    ['an empty text where there was none', { notes: '' }, {}],
    ['a note', { notes: 'Ring twice' }, { notes: 'Ring twice' }],
    [
      'a time, and the instants that follow from it',
      { appointment_time: '11:00' },
      {
        appointment_time: '11:00',
        appointment_datetime: '2026-03-02T10:00:00.000Z',
        appointment_end_datetime: '2026-03-02T10:30:00.000Z',
      },
    ],
    [
      'no time any more',
      { appointment_time: '' },
      { appointment_time: '', appointment_datetime: null, appointment_end_datetime: null },
    ],
  ])('%s', (_what, form, expected) => {
    expect(rule === undefined ? null : changesOf(rule, before, form, 'Europe/Berlin')).toEqual(expected)
  })

  it('a technician cannot type what the office decides', () => {
    const job = docTypeRule('Dispatch Job')
    const names = (role: string) => (job === undefined ? [] : typedFields(job, role).map(([name]) => name))
    expect(names('receptionist')).toContain('assigned_to')
    expect(names('technician')).not.toContain('assigned_to')
    expect(names('technician')[0]).toBe('actual_start_time')
  })
})

it('a phone without a signal has none after a reload', () => {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
  expect(createSignal('left', storage).isOn()).toBe(true)
  createSignal('left', storage).set(false)
  expect(createSignal('left', storage).isOn()).toBe(false)
  expect(createSignal('right', storage).isOn()).toBe(true)
})
