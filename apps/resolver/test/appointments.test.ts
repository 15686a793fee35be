import { expect, test } from 'vitest'
import { overlapOf, pictureSentence, spanOf } from '../src/features/appointments/calendar/picture-scale.ts'
import { freeSlots } from '../src/features/appointments/free-slots.ts'
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

test('free times fit, differ, and leave out what a side stands for', () => {
  const free = [
    interval('08:00', '11:00'),
    interval('12:00', '12:30'),
    interval('14:00', '15:00'),
    interval('14:00', '15:00'),
  ]
  const starts = freeSlots(free, 60, at('13:00'), [interval('09:00', '10:00')]).map((slot) => slot.start)
  expect(starts).toEqual([at('08:00'), at('10:00'), at('14:00')])
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
