import { describe, expect, it } from 'vitest'
import { TIME_ZONE } from '../demo/calendar.ts'
import { movesOf } from '../demo/week/hours.ts'

const DAY_MS = 24 * 3_600_000
const RUN_MS = 120_000
const hourOf = new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, hour: '2-digit', hourCycle: 'h23' })

/** So many syncs, the second half of them in a hurry. */
function runOf(start: string, count: number) {
  const from = Date.parse(start)
  const at = (share: number) => from + Math.round(RUN_MS * (share < 0.5 ? share * 1.8 : 0.8 + share / 5))
  return { from, syncs: Array.from({ length: count }, (_none, one) => at(one / count)), until: from + RUN_MS }
}

describe('a run of two minutes becomes a week', () => {
  // One begins at night, when nobody works; in another the clocks go forward; one has few syncs.
  it.each([
    ['2026-01-20T10:00:00Z', 5000],
    ['2026-03-31T10:00:00Z', 5000],
    ['2026-06-02T01:30:00Z', 60],
  ])('from %s, %i syncs', (start, count) => {
    const run = runOf(start, count)
    const moves = movesOf(run)
    expect(moves.at(0)?.from).toBe(run.from)
    expect(moves.at(-1)?.until).toBe(run.until + 1)
    let before = Number.NEGATIVE_INFINITY
    for (const [place, { from, until, byMs }] of moves.entries()) {
      // Without a gap, in order, and when people work.
      expect(until).toBe(moves[place + 1]?.from ?? run.until + 1)
      expect(from - byMs).toBeGreaterThan(before)
      before = until - 1 - byMs
      const hour = Number(hourOf.format(from - byMs))
      expect(hour >= 6 && hour < 20).toBe(true)
    }
    expect(before).toBeLessThanOrEqual(run.from)
    const first = (moves[0]?.from ?? 0) - (moves[0]?.byMs ?? 0)
    expect(before - first).toBeGreaterThan(5 * DAY_MS)
    expect(before - first).toBeLessThan(7 * DAY_MS)
  })

  it('has about as many syncs on each whole day', () => {
    const run = runOf('2026-03-31T10:00:00Z', 5000)
    const days = new Map<string, number>()
    const moves = movesOf(run)
    for (const { from, until, byMs } of moves) {
      const day = new Date(from - byMs).toISOString().slice(0, 10)
      const made = run.syncs.filter((at) => at >= from && at < until).length
      days.set(day, (days.get(day) ?? 0) + made)
    }
    expect(days.size).toBe(7)
    const ofWholeDay = (5000 / moves.length) * 14 * 6
    for (const count of [...days.values()].slice(0, -1)) {
      expect(Math.abs(count - ofWholeDay)).toBeLessThan(20)
    }
  })
})
