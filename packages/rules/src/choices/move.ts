/** A booking that moves keeps its length. */
import type { ExclusiveSlot } from '../doctype-rule.ts'
import type { Choices, Doc, Json } from '../shapes.ts'
import { MICROS_PER_MILLI, toInstant } from '../values/instants.ts'
import { own } from '../values/json.ts'
import { choiceProblem } from './choice-problem.ts'

/** The end that goes with a new start, where the person named no end; nothing for any other field. */
export function shiftedEnd(
  booking: ExclusiveSlot,
  client: Doc,
  given: Choices,
  field: string,
): Json | undefined {
  const choice = Object.hasOwn(given, booking.start) ? given[booking.start] : undefined
  if (field !== booking.end || !choice || choiceProblem(choice) || !('value' in choice)) return undefined
  const [start, from, to] = [choice.value, own(client, booking.start), own(client, booking.end)].map(
    toInstant,
  )
  if (start === undefined || from === undefined || to === undefined || to <= from) return undefined
  const end = (start + (to - from)) / MICROS_PER_MILLI
  return Math.abs(end) <= INSTANT_MAX ? new Date(end).toISOString() : undefined
}

/** The last millisecond a Date can name. */
const INSTANT_MAX = 8.64e15
