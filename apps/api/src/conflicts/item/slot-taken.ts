import type { FreeTime } from '@dartwing/protocol'
import type { Slot } from '@dartwing/rules'
import { ProblemException } from '../../platform/problem/problem.ts'
import type { BookedSlot } from '../../store/slots.sql.ts'

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
