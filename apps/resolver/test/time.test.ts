import { describe, expect, test } from 'vitest'
import { deadlineWords } from '../src/lib/time/deadline.ts'
import { formatDuration, formatRange } from '../src/lib/time/format.ts'
import { asStored, wallClockIn } from '../src/lib/time/stored-time.ts'
import { instantOf, sameClock, wallClockOf } from '../src/lib/time/zone.ts'

const BERLIN = 'Europe/Berlin'

describe('wall clock and instant', () => {
  test.each([
    ['2026-11-24', '14:00', '2026-11-24T13:00:00.000Z'],
    ['2026-07-24', '14:00', '2026-07-24T12:00:00.000Z'],
    ['2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
    ['2026-03-29', '02:30', null],
    ['2026-03-29', '03:30', '2026-03-29T01:30:00.000Z'],
  ])('%s %s in Berlin is %s', (date, time, instant) => {
    expect(instantOf({ date, time }, BERLIN)).toBe(instant)
  })

  test('there and back, in zones with odd offsets', () => {
    for (const zone of [BERLIN, 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia', 'UTC']) {
      for (const instant of ['2026-01-01T00:15:00.000Z', '2026-06-30T23:45:00.000Z']) {
        expect(instantOf(wallClockOf(instant, zone), zone)).toBe(instant)
      }
    }
  })

  test('a time is written as the record writes its times', () => {
    const clock = { date: '2026-11-24', time: '14:00' }
    expect(asStored(clock, '2026-11-23T12:00:00Z', BERLIN)).toBe('2026-11-24T13:00:00.000Z')
    expect(asStored(clock, '2026-11-23 12:00:00', BERLIN)).toBe('2026-11-24 14:00:00')
    expect(wallClockIn('2026-11-24 14:00:00', BERLIN)).toEqual(clock)
    expect(wallClockIn('2026-11-24T13:00:00Z', BERLIN)).toEqual(clock)
    expect(wallClockIn('some day', BERLIN)).toBeNull()
  })

  test('a second clock is shown only when it differs', () => {
    expect(sameClock('2026-11-24T13:00:00Z', BERLIN, 'Europe/Paris')).toBe(true)
    expect(sameClock('2026-11-24T13:00:00Z', BERLIN, 'Europe/London')).toBe(false)
  })
})

describe('words for time', () => {
  test.each([
    [0, '0 min'],
    [45 * 60, '45 min'],
    [90 * 60, '1 h 30 min'],
    [26 * 3600, '1 d 2 h'],
  ])('%i s is %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words)
  })

  test('a range on one day names the day once', () => {
    const range = formatRange('2026-11-24T13:00:00Z', '2026-11-24T14:00:00Z', BERLIN)
    expect(range.match(/Nov/g)).toHaveLength(1)
    expect(range).toContain('14:00')
    expect(range).toContain('15:00')
  })

  test('the deadline says what happens then', () => {
    const now = Date.parse('2026-11-22T12:00:00Z')
    const due = (hours: number, outcome: 'server_wins' | 'escalate') =>
      deadlineWords(
        { due_at: new Date(now + hours * 3_600_000).toISOString(), timeout_outcome: outcome },
        now,
      )
    expect(due(18, 'server_wins').sentence).toBe("18 h left, then the server's version stands")
    expect(due(0.5, 'server_wins')).toMatchObject({ urgency: 'now', left: '30 min left' })
    expect(due(-1, 'server_wins').sentence).toBe('Deadline reached, the server is deciding')
    expect(due(18, 'escalate').sentence).toBe('No automatic decision: goes to the admins in 18 h')
  })

  test('a paused timer says who paused it and why, also past the deadline', () => {
    const paused = { by: 'maja@x', by_name: 'Maja', reason: 'No network', since: '2026-11-22T10:00:00Z' }
    for (const due_at of ['2026-11-22T11:00:00Z', '2026-11-23T11:00:00Z']) {
      const words = deadlineWords(
        { due_at, timeout_outcome: 'server_wins', paused },
        Date.parse('2026-11-22T12:00:00Z'),
      )
      expect(words.sentence).toBe('Timer paused by Maja: No network')
    }
  })
})
