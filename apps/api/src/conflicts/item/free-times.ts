/** Where there is room of the same length, seen from the time that was wanted: a few offers, each for a reason. */
import type { FreeReason, FreeTime } from '@dartwing/protocol'
import type { Slot } from '@dartwing/rules'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const STEP_MS = 30 * MINUTE_MS
/** Wall-clock hours in which free time is offered. */
const WORKING_HOURS = { from: 8 * 60, to: 18 * 60 }
/** It is looked further ahead only while there are too few. */
const DAYS_NEAR = 4
export const DAYS_FAR = 28
const OFFERS_MAX = 6

/** As many of each come first; what is left over goes to the nearest. */
const OFFERED: Readonly<Record<FreeReason, number>> = {
  next_gap: 1,
  earlier_that_day: 1,
  same_time: 2,
  later_that_day: 1,
  other_day: 1,
}

export interface Room {
  readonly wanted: Slot
  /** What can not be had: the bookings of others on the resource, and what is spoken for. */
  readonly taken: readonly { readonly start: string; readonly end: string }[]
  readonly time_zone: string
  readonly now: string
}

interface Candidate {
  readonly start: number
  readonly reason: FreeReason
}

export function freeTimes({ wanted, taken, time_zone, now }: Room): FreeTime[] {
  const [from, lengthMs] = [Date.parse(wanted.start), Date.parse(wanted.end) - Date.parse(wanted.start)]
  const busy = taken.map(({ start, end }) => [Date.parse(start), Date.parse(end)] as const)
  const clock = clockIn(time_zone)
  const day = clock(from)
  const free: Candidate[] = []
  for (const start of startsAround(from, Math.max(from - DAY_MS, Date.parse(now)))) {
    if (start > from + DAYS_NEAR * DAY_MS && free.length >= OFFERS_MAX) break
    const end = start + lengthMs
    if (busy.some(([busyFrom, busyTo]) => busyFrom < end && start < busyTo)) continue
    const [begins, ends] = [clock(start), clock(end)]
    if (begins.minutes < WORKING_HOURS.from || ends.minutes > WORKING_HOURS.to) continue
    if (begins.date !== ends.date) continue
    const isGap = !free.some(({ reason }) => reason === 'next_gap')
    free.push({ start, reason: reasonOf(begins, day, { isBefore: start < from, isGap }) })
  }
  return offersOf(free, from).map(({ start, reason }) => ({
    start: new Date(start).toISOString(),
    end: new Date(start + lengthMs).toISOString(),
    reason,
  }))
}

/** Every half hour, and the same time of other days; in order, without the wanted time itself. */
function startsAround(wanted: number, earliest: number): number[] {
  const last = wanted + DAYS_FAR * DAY_MS
  const starts = new Set<number>()
  for (let start = Math.ceil(earliest / STEP_MS) * STEP_MS; start < last; start += STEP_MS) starts.add(start)
  for (let start = wanted - DAY_MS; start < last; start += DAY_MS) if (start >= earliest) starts.add(start)
  starts.delete(wanted)
  return [...starts].sort((a, b) => a - b)
}

function reasonOf(
  begins: Clock,
  wanted: Clock,
  { isBefore, isGap }: { readonly isBefore: boolean; readonly isGap: boolean },
): FreeReason {
  if (begins.date !== wanted.date) return begins.minutes === wanted.minutes ? 'same_time' : 'other_day'
  if (isBefore) return 'earlier_that_day'
  return isGap ? 'next_gap' : 'later_that_day'
}

function offersOf(free: readonly Candidate[], wanted: number): Candidate[] {
  const nearest = free.toSorted(
    (a, b) => Math.abs(a.start - wanted) - Math.abs(b.start - wanted) || a.start - b.start,
  )
  const counts = new Map<FreeReason, number>()
  const first = nearest.filter(({ reason }) => {
    const count = (counts.get(reason) ?? 0) + 1
    counts.set(reason, count)
    return count <= OFFERED[reason]
  })
  const rest = nearest.filter((candidate) => !first.includes(candidate))
  return [...first, ...rest].slice(0, OFFERS_MAX).sort((a, b) => a.start - b.start)
}

interface Clock {
  readonly date: string
  /** Since midnight, by the clock on the wall. */
  readonly minutes: number
}

function clockIn(timeZone: string): (at: number) => Clock {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  })
  return (at) => {
    const [date = '', time = ''] = format.format(at).split(', ')
    const [hours = '0', minutes = '0'] = time.split(':')
    return { date, minutes: Number(hours) * 60 + Number(minutes) }
  }
}
