import type { Json } from '@dartwing/rules'
import { instantOf, type WallClock, wallClockOf } from './zone.ts'

const NAIVE = /^(\d{4}-\d{2}-\d{2})([T ])(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?$/

/** What the office clock shows for a stored time: an instant, or a wall-clock time without a zone. */
export function wallClockIn(value: Json | undefined, zone: string): WallClock | null {
  if (typeof value !== 'string' || value === '') return null
  const naive = NAIVE.exec(value)
  if (naive !== null) return { date: naive[1] ?? '', time: naive[3] ?? '' }
  return Number.isNaN(Date.parse(value)) ? null : wallClockOf(value, zone)
}

/** Writes a time the way `like` is written; an instant where there is nothing to imitate. Null = no such time. */
export function asStored(clock: WallClock, like: Json | undefined, zone: string): string | null {
  const instant = instantOf(clock, zone)
  if (instant === null) return null
  const naive = typeof like === 'string' ? NAIVE.exec(like) : null
  if (naive !== null) return `${clock.date}${naive[2] ?? ' '}${clock.time}:00`
  return instant
}
