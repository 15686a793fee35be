import { slotOf } from '@dartwing/rules'
import type { Transaction } from '../../platform/prisma/database.ts'
import { slotsBetween } from '../../store/slots.sql.ts'
import type { Situation } from '../decide.ts'
import { calendarWindow, isOf } from './calendar.ts'
import { freeTimes } from './free-times.ts'
import { SlotTaken } from './slot-taken.ts'

/** The same problem, with times that are free on the resource as it is booked now. */
export async function withSuggestions(
  tx: Transaction,
  { conflict, unit, member, rule }: Situation,
  { forWhom, wanted, by }: SlotTaken,
): Promise<SlotTaken> {
  const window = calendarWindow([wanted])
  const booked = window === null ? [] : await slotsBetween(tx, unit.org, [wanted.resource], window)
  const taken: { start: string; end: string }[] = booked.filter((slot) => !isOf(slot, forWhom))
  const isForOther = !isOf(forWhom, conflict)
  // The other document makes room for this one, which gets the time that it asked for.
  const own = isForOther ? slotOf(rule.name, conflict.client, member.time_zone) : null
  if (own !== null && own.resource === wanted.resource) taken.push(own)
  const { time_zone } = member
  return new SlotTaken(forWhom, wanted, by, freeTimes({ wanted, taken, time_zone, now: unit.now }))
}
