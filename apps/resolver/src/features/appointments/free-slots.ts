import type { Interval } from '@dartwing/protocol'
import { minutesOf, slotAt } from './slot-values.ts'

const OFFERED = 6
const PER_GAP = 3

/**
 * Starts that fit: distinct, long enough, nearest to the wished time first. A long gap gives a few starts, so that
 * one free afternoon does not fill the list.
 */
export function freeSlots(
  free: readonly Interval[],
  minutes: number,
  wished: string,
  taken: readonly (Interval | null)[] = [],
): readonly Interval[] {
  const goal = Date.parse(wished)
  const starts = new Map<number, Interval>()
  for (const gap of free) {
    for (const slot of slotsIn(gap, minutes, goal)) starts.set(Date.parse(slot.start), slot)
  }
  // A time that a side already stands for is that side's own option.
  for (const own of taken)
    if (own !== null && minutesOf(own) === minutes) starts.delete(Date.parse(own.start))
  return [...starts.values()]
    .sort((a, b) => distance(a, goal) - distance(b, goal))
    .slice(0, OFFERED)
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start))
}

function slotsIn(gap: Interval, minutes: number, goal: number): readonly Interval[] {
  const step = minutes * 60_000
  const last = Date.parse(gap.end) - step
  const slots: Interval[] = []
  for (let start = Date.parse(gap.start); start <= last; start += step) {
    slots.push(slotAt(new Date(start).toISOString(), minutes))
  }
  // The end of a gap that lies before the wished time is the nearest start in it.
  if (slots.length > 0 && minutesOf(gap) % minutes !== 0)
    slots.push(slotAt(new Date(last).toISOString(), minutes))
  return slots.sort((a, b) => distance(a, goal) - distance(b, goal)).slice(0, PER_GAP)
}

function distance(slot: Interval, goal: number): number {
  return Math.abs(Date.parse(slot.start) - goal)
}
