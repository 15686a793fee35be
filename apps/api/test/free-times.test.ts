/** Where there is room: what is offered, why, and by whose clock. */
import { describe, expect, it } from 'vitest'
import { freeTimes, type Room } from '../src/conflicts/item/free-times.ts'

const at = (local: string) => new Date(local).toISOString()

const room = (more: Partial<Room> = {}): Room => ({
  // A Monday in Vienna.
  wanted: { resource: 'r', start: at('2031-03-03T14:00+01:00'), end: at('2031-03-03T15:00+01:00') },
  taken: [{ start: at('2031-03-03T14:00+01:00'), end: at('2031-03-03T15:00+01:00') }],
  time_zone: 'Europe/Vienna',
  now: at('2031-03-01T00:00+01:00'),
  ...more,
})

const offers = (more: Partial<Room> = {}) => freeTimes(room(more)).map(({ start, reason }) => [start, reason])

describe('free times', () => {
  it('are the next gap, one before it, the same time of other days, and the nearest', () => {
    expect(offers()).toEqual([
      [at('2031-03-02T14:00+01:00'), 'same_time'],
      [at('2031-03-03T13:00+01:00'), 'earlier_that_day'],
      [at('2031-03-03T15:00+01:00'), 'next_gap'],
      [at('2031-03-03T15:30+01:00'), 'later_that_day'],
      [at('2031-03-04T08:00+01:00'), 'other_day'],
      [at('2031-03-04T14:00+01:00'), 'same_time'],
    ])
  })

  it.each([
    ['lie in the past', { now: at('2031-03-03T16:10+01:00') }, at('2031-03-03T16:30+01:00')],
    [
      'are as long as what was wanted, within working hours',
      { now: at('2031-03-03T17:05+01:00') },
      at('2031-03-04T08:00+01:00'),
    ],
  ])('none %s', (_what, more, first) => {
    const found = offers(more)
    expect(found.length).toBeGreaterThanOrEqual(3)
    expect(found.some(([start]) => start === first)).toBe(true)
    expect(found.every(([start = '']) => start >= more.now)).toBe(true)
  })

  it('the same time is that of the clock on the wall, over a change to summer time', () => {
    const wanted = { resource: 'r', start: at('2031-03-29T14:00+01:00'), end: at('2031-03-29T15:00+01:00') }
    const found = offers({ wanted, taken: [wanted], now: wanted.start })
    const same = found.filter(([, reason]) => reason === 'same_time').map(([start]) => start)
    expect(same).toEqual([at('2031-03-30T14:00+02:00'), at('2031-03-31T14:00+02:00')])
  })

  it('touch what is booked, and never overlap it', () => {
    const taken = Array.from({ length: 27 }, (_, day) => {
      const from = Date.parse('2031-03-02T00:00+01:00') + day * 86_400_000
      return { start: new Date(from).toISOString(), end: new Date(from + 16 * 3_600_000).toISOString() }
    })
    const found = freeTimes(room({ taken }))
    expect(found.length).toBeGreaterThanOrEqual(3)
    for (const { start, end } of found) {
      expect(taken.filter((one) => one.start < end && start < one.end)).toEqual([])
    }
  })

  it('are none where the resource has none', () => {
    expect(offers({ taken: [{ start: at('2031-01-01T00:00Z'), end: at('2032-01-01T00:00Z') }] })).toEqual([])
  })
})
