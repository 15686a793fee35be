import type { Booking, Calendar, Interval } from '@dartwing/protocol'
import { instantOf, offsetMinutes, wallClockOf } from '../../../lib/time/zone.ts'

const DAY_MS = 86_400_000
const STEP_MS = 15 * 60_000

export function dayIn(instant: string, zone: string): string {
  return wallClockOf(instant, zone).date
}

export function dayAfter(date: string, days = 1): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The days whose bookings are known: those of the two times, and one before and after each. */
export function knownDays({ server, client, time_zone }: Calendar): readonly string[] {
  const dates = [server, client].flatMap((slot) => (slot === null ? [] : [dayIn(slot.start, time_zone)]))
  return [...new Set(dates.flatMap((date) => [dayAfter(date, -1), date, dayAfter(date)]))].sort()
}

export function bookingsOn({ day, time_zone }: Calendar, date: string): readonly Booking[] {
  return day
    .filter((booking) => touches(booking, date, time_zone))
    .toSorted((a, b) => Date.parse(a.start) - Date.parse(b.start))
}

export function touches({ start, end }: Interval, date: string, zone: string): boolean {
  // What ends at midnight is not on the day that begins then.
  const last = dayIn(new Date(Date.parse(end) - 1).toISOString(), zone)
  return dayIn(start, zone) <= date && date <= last
}

export interface WallSpan {
  /** `YYYY-MM-DD HH:mm:ss`, within the day. */
  readonly start: string
  readonly end: string
}

/** The part of an interval that lies on this day, as the clock on the office wall shows it. */
export function wallSpan({ start, end }: Interval, date: string, zone: string): WallSpan {
  const from = wallClockOf(start, zone)
  const to = wallClockOf(end, zone)
  const begins = from.date < date ? '00:00:00' : `${from.time}:00`
  const ends = to.date > date ? '23:59:59' : `${to.time}:00`
  // In the hour that happens twice an end may read earlier than its start.
  return { start: `${date} ${begins}`, end: `${date} ${ends > begins ? ends : '23:59:59'}` }
}

/** Full hours that hold all of it, and the working day at least. */
export function shownHours(spans: readonly WallSpan[]): { from: string; to: string } {
  const starts = spans.map((span) => span.start.slice(11))
  const ends = spans.map((span) => span.end.slice(11))
  const from = ['08:00:00', ...starts].sort()[0] ?? '08:00:00'
  const to = ['17:59:00', ...ends].sort().at(-1) ?? '17:59:00'
  const last = Number(to.slice(0, 2)) + (to.slice(3) === '00:00' ? 0 : 1)
  return {
    from: `${from.slice(0, 2)}:00:00`,
    to: last >= 24 ? '23:59:59' : `${String(last).padStart(2, '0')}:00:00`,
  }
}

export interface ClockChange {
  readonly hours: number
  /** The hour that happens twice, or not at all. */
  readonly from: string
  readonly to: string
}

/** Null on a day of 24 hours. */
export function clockChangeOn(date: string, zone: string): ClockChange | null {
  const midnight = Date.parse(instantOf({ date, time: '00:00' }, zone) ?? '')
  const next = Date.parse(instantOf({ date: dayAfter(date), time: '00:00' }, zone) ?? '')
  const hours = (next - midnight) / 3_600_000
  if (Number.isNaN(hours) || hours === 24) return null
  const before = offsetMinutes(midnight, zone)
  for (let at = midnight; at < next; at += STEP_MS) {
    if (offsetMinutes(at, zone) === before) continue
    const old = new Date(at + before * 60_000).toISOString().slice(11, 16)
    const [from = '', to = ''] = [old, wallClockOf(at, zone).time].sort()
    return { hours, from, to }
  }
  return null
}

/** `UTC+1`, for a day on which the clock alone does not say when something is. */
export function offsetLabel(instant: string, zone: string): string {
  const minutes = offsetMinutes(Date.parse(instant), zone)
  const sign = minutes < 0 ? '−' : '+'
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `UTC${sign}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}
