import { expect, test } from 'vitest'
import {
  clockChangeOn,
  offsetLabel,
  shownHours,
  touches,
  wallSpan,
} from '../src/features/appointments/calendar/day-of.ts'
import { overlapOf, pictureSentence, spanOf } from '../src/features/appointments/calendar/picture-scale.ts'
import { offeredTimes } from '../src/features/appointments/offered-times.ts'
import { slotIn } from '../src/features/appointments/slot-in.ts'
import { slotValues, type TimeField } from '../src/features/appointments/slot-values.ts'

const at = (time: string) => `2026-11-24T${time}:00.000Z`
const interval = (start: string, end: string) => ({ start: at(start), end: at(end) })
const FIELDS: readonly TimeField[] = [
  { name: 'appointment_datetime', type: 'datetime', unit: null, like: at('10:00') },
  { name: 'appointment_end_datetime', type: 'datetime', unit: null, like: at('11:00') },
  { name: 'appointment_date', type: 'date', unit: null, like: '2026-11-24' },
  { name: 'appointment_time', type: 'time', unit: null, like: '11:00:00' },
  { name: 'duration', type: 'duration', unit: 'min', like: 60 },
]

test('a free time is written into every field of the time, and read back', () => {
  const slot = interval('13:00', '13:45')
  const values = slotValues(FIELDS, slot, 'Europe/Berlin')
  expect(values).toEqual({
    appointment_datetime: at('13:00'),
    appointment_end_datetime: at('13:45'),
    appointment_date: '2026-11-24',
    appointment_time: '14:00:00',
    duration: 45,
  })
  expect(slotIn(FIELDS, values, 'Europe/Berlin')).toEqual(slot)
  const { appointment_datetime: _a, appointment_end_datetime: _b, ...dateAndTime } = values
  expect(slotIn(FIELDS, dateAndTime, 'Europe/Berlin')).toEqual(slot)
})

test('what is offered leaves out what a side stands for, and keeps the reason', () => {
  const free = [
    { ...interval('09:00', '10:00'), reason: 'earlier_that_day' as const },
    { ...interval('13:00', '14:00'), reason: 'next_gap' as const },
  ]
  expect(offeredTimes(free, [interval('09:00', '10:00'), null])).toEqual([free[1]])
})

const DAYS = [
  { zone: 'Europe/Berlin', date: '2026-10-25', change: { hours: 25, from: '02:00', to: '03:00' } },
  { zone: 'Europe/Berlin', date: '2026-03-29', change: { hours: 23, from: '02:00', to: '03:00' } },
  { zone: 'Europe/Berlin', date: '2026-11-24', change: null },
  { zone: 'America/New_York', date: '2026-11-01', change: { hours: 25, from: '01:00', to: '02:00' } },
  { zone: 'Asia/Kolkata', date: '2026-10-25', change: null },
]

test.each(DAYS)('$date in $zone: what the clocks do', ({ zone, date, change }) => {
  expect(clockChangeOn(date, zone)).toEqual(change)
})

test('an hour that happens twice is told apart by its offset', () => {
  expect(offsetLabel('2026-10-25T00:30:00Z', 'Europe/Berlin')).toBe('UTC+2')
  expect(offsetLabel('2026-10-25T01:30:00Z', 'Europe/Berlin')).toBe('UTC+1')
  expect(offsetLabel('2026-10-25T01:30:00Z', 'Asia/Kolkata')).toBe('UTC+5:30')
})

test('of an interval over midnight each day shows its part', () => {
  const night = { start: '2026-11-24T21:00:00Z', end: '2026-11-25T01:00:00Z' }
  const zone = 'Europe/Berlin'
  expect(wallSpan(night, '2026-11-24', zone)).toEqual({
    start: '2026-11-24 22:00:00',
    end: '2026-11-24 23:59:59',
  })
  expect(wallSpan(night, '2026-11-25', zone)).toEqual({
    start: '2026-11-25 00:00:00',
    end: '2026-11-25 02:00:00',
  })
  expect(touches(night, '2026-11-26', zone)).toBe(false)
  expect(touches(interval('09:00', '23:00'), '2026-11-25', zone)).toBe(false)
})

test('the picture has room for what is early and late', () => {
  const day = (start: string, end: string) => ({ start: `2026-11-24 ${start}`, end: `2026-11-24 ${end}` })
  expect(shownHours([])).toEqual({ from: '08:00:00', to: '18:00:00' })
  expect(shownHours([day('06:30:00', '07:15:00'), day('19:00:00', '19:30:00')])).toEqual({
    from: '06:00:00',
    to: '20:00:00',
  })
  expect(shownHours([day('22:00:00', '23:59:59')]).to).toBe('23:59:59')
})

test('the picture says in words what it shows', () => {
  const server = { label: 'Server', interval: interval('13:00', '14:00') }
  const client = { label: 'Device', interval: interval('13:30', '14:30') }
  expect(overlapOf(server.interval, client.interval)?.minutes).toBe(30)
  expect(overlapOf(server.interval, interval('14:00', '15:00'))).toBeNull()
  expect(pictureSentence([server, client], 'UTC')).toContain('They overlap by 30 minutes.')
  expect(spanOf(server.interval, client.interval)).toEqual({
    from: Date.parse(at('13:00')),
    to: Date.parse(at('15:00')),
  })
})
