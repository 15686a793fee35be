/** The interval of time a document books, and on which resource. */
import type { DocTypeRule, ExclusiveSlot } from '../doctype-rule.ts'
import type { Doc, Json, Slot } from '../shapes.ts'
import { MICROS_PER_MILLI, parseDateTime, toTimeOfDay, wallClockAsUtc } from '../values/instants.ts'
import { own } from '../values/json.ts'
import { toNumber } from '../values/numbers.ts'
import { toInstantIn } from './time-zone.ts'

const MILLIS_PER_MINUTE = 60_000
/** Years that every database and every RFC 3339 reader can hold. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z')
const LATEST = Date.parse('9999-12-31T00:00:00Z')

/** The slot of a document under a rule; nothing where the rule books none, or the document does not say when. */
export function slotByRule(rule: DocTypeRule, doc: Doc | null, timeZone = 'UTC'): Slot | null {
  const booking = rule.exclusive_slot
  if (!booking || !doc || isReleased(booking, doc)) return null
  const start = startOf(booking, doc, timeZone)
  const end = start === undefined ? undefined : endOf(booking, doc, start, timeZone)
  if (start === undefined || end === undefined || end <= start) return null
  if (start < EARLIEST || end > LATEST) return null
  return { resource: resourceOf(booking, doc), start: toText(start), end: toText(end) }
}

/** Half-open intervals: one may begin when the other ends. */
export function overlaps(a: Slot, b: Slot): boolean {
  return a.start < b.end && b.start < a.end
}

/** Whether the document is in a state that books nothing. */
function isReleased(booking: ExclusiveSlot, doc: Doc): boolean {
  const state = own(doc, booking.released.field)
  return typeof state === 'string' && booking.released.values.includes(state)
}

function startOf(booking: ExclusiveSlot, doc: Doc, timeZone: string): number | undefined {
  const start = instantOf(own(doc, booking.start), timeZone)
  if (start !== undefined) return start
  const day = parseDateTime(own(doc, booking.date))
  const ofDay = toTimeOfDay(own(doc, booking.time))
  return day && ofDay !== undefined ? toInstantIn({ ...day.clock, ofDay }, timeZone) : undefined
}

function endOf(booking: ExclusiveSlot, doc: Doc, start: number, timeZone: string): number | undefined {
  const end = instantOf(own(doc, booking.end), timeZone)
  if (end !== undefined) return end
  const minutes = toNumber(own(doc, booking.duration))
  return minutes === undefined ? undefined : start + minutes * MILLIS_PER_MINUTE
}

/** An instant in milliseconds; a time written without an offset is the organisation's wall clock. */
function instantOf(value: Json | undefined, timeZone: string): number | undefined {
  const parsed = parseDateTime(value)
  if (!parsed) return undefined
  if (parsed.offset === undefined) return toInstantIn(parsed.clock, timeZone)
  return (wallClockAsUtc(parsed.clock) - parsed.offset) / MICROS_PER_MILLI
}

function resourceOf(booking: ExclusiveSlot, doc: Doc): string {
  for (const field of booking.resource) {
    const value = own(doc, field)
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return `${field}:${value}`
  }
  return 'calendar'
}

function toText(instant: number): string {
  return new Date(instant).toISOString()
}
