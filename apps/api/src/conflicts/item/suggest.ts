import type { FreeTime } from '@dartwing/protocol'
import { type Slot, slotOf } from '@dartwing/rules'
import type { Transaction } from '../../platform/prisma/database.ts'
import { ProblemException } from '../../platform/problem/problem.ts'
import { type BookedSlot, slotsBetween } from '../../store/slots.sql.ts'
import type { Situation } from '../decide.ts'
import { calendarWindow, isOf } from './calendar.ts'
import { freeTimes } from './free-times.ts'

/** Somebody has the time that a document would get. */
export class SlotTaken extends ProblemException {
  constructor(
    readonly forWhom: { readonly doctype: string; readonly name: string },
    readonly wanted: Slot,
    readonly by: BookedSlot,
    free: readonly FreeTime[] = [],
  ) {
    const { doctype, name, start, end } = by
    const taken = { doctype, name, start, end }
    super('slot_taken', { detail: `${name} has that time`, taken, wanted: { ...wanted }, free })
  }
}

/** The same, with times that are free on the resource as it is booked now. */
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
