import type { Interval } from '@dartwing/protocol'
import { plural, t } from '@lingui/core/macro'
import { formatRange } from '../../../lib/time/format.ts'

const HOUR = 3_600_000

export interface Span {
  readonly from: number
  readonly to: number
}

/** From the full hour before the first start to the full hour after the last end. */
export function spanOf(a: Interval, b: Interval): Span {
  const from = Math.min(Date.parse(a.start), Date.parse(b.start))
  const to = Math.max(Date.parse(a.end), Date.parse(b.end))
  return { from: Math.floor(from / HOUR) * HOUR, to: Math.ceil(to / HOUR) * HOUR }
}

const MARKS = 8

/** Full hours, thinned out so that their labels never touch. */
export function hourMarks({ from, to }: Span): readonly number[] {
  const hours = Math.max(1, Math.round((to - from) / HOUR))
  const step = Math.ceil(hours / MARKS)
  return Array.from({ length: Math.floor(hours / step) + 1 }, (_, index) => from + index * step * HOUR)
}

export function overlapOf(a: Interval, b: Interval): (Interval & { readonly minutes: number }) | null {
  const start = Math.max(Date.parse(a.start), Date.parse(b.start))
  const end = Math.min(Date.parse(a.end), Date.parse(b.end))
  if (end <= start) return null
  return {
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    minutes: Math.round((end - start) / 60_000),
  }
}

interface Said {
  readonly label: string
  readonly interval: Interval
}

export function pictureSentence([a, b]: readonly [Said, Said], zone: string): string {
  const shared = overlapOf(a.interval, b.interval)
  const said = (lane: Said): string =>
    `${lane.label} ${formatRange(lane.interval.start, lane.interval.end, zone)}`
  const end =
    shared === null
      ? t`They do not overlap.`
      : plural(shared.minutes, { one: 'They overlap by # minute.', other: 'They overlap by # minutes.' })
  return `${said(a)}; ${said(b)}. ${end}`
}
