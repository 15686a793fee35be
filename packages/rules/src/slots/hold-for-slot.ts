/** What becomes of a settled change when its slot is another document's already. */
import type { DocTypeRule, ExclusiveSlot } from '../doctype-rule.ts'
import { byField, decisionOn } from '../merge/decision.ts'
import { sameIn } from '../merge/diff.ts'
import { compileRule } from '../merge/facts.ts'
import type { Doc, FieldDecision, Notice, Resolution, Versions } from '../shapes.ts'
import { isEmpty, own } from '../values/json.ts'

/** The resolution held as a `slot_collision`: an insert is stored and books nothing, a move keeps its old slot. */
export function holdSlotByRule(rule: DocTypeRule, versions: Versions, resolution: Resolution): Resolution {
  const booking = rule.exclusive_slot
  if (!booking || !resolution.doc) return resolution
  const server = versions.server ?? null
  const moved = server ? movedFields(rule, booking, server, resolution.doc) : []
  // Nothing moved, and yet the slot is newly wanted: a cancelled booking came back. It waits like a new one.
  const isMove = server !== null && moved.length > 0
  const pending = isMove
    ? moved
    : bookingFields(rule, booking).filter((field) => !isEmpty(own(resolution.doc, field)))
  const doc = isMove && server ? withFieldsOf(resolution.doc, server, pending) : resolution.doc
  const { pending: others, conflicts, decisions, notices } = resolution
  return {
    ...resolution,
    outcome: 'held',
    doc,
    decisions: [
      ...decisions.filter(({ field }) => !pending.includes(field)),
      ...pending.map((field) => slotDecision(field, versions, doc)),
    ].sort(byField),
    conflicts: [...new Set([...conflicts, ...pending])].sort(),
    pending: [...new Set([...others, ...pending])].sort(),
    hold: {
      kind: 'slot_collision',
      conflict_type: 'time_overlap',
      fields: [...pending].sort(),
      server,
      client: versions.client,
    },
    notices: [...notices, notice(pending[0])],
  }
}

/** The fields that say when and where: the time group and the resources. */
export function bookingFields(rule: DocTypeRule, booking: ExclusiveSlot): readonly string[] {
  return [...timeFields(rule, booking), ...booking.resource]
}

/** The group that the start belongs to, or the slot's own fields where there is none. */
export function timeFields(rule: DocTypeRule, booking: ExclusiveSlot): readonly string[] {
  const group = rule.groups?.find(({ fields }) => fields.includes(booking.start))
  return group?.fields ?? [booking.start, booking.end, booking.duration, booking.date, booking.time]
}

function movedFields(rule: DocTypeRule, booking: ExclusiveSlot, server: Doc, wanted: Doc): readonly string[] {
  const compiled = compileRule(rule)
  return bookingFields(rule, booking).filter(
    (field) => !sameIn(compiled, field, own(server, field), own(wanted, field)),
  )
}

function withFieldsOf(doc: Doc, server: Doc, fields: readonly string[]): Doc {
  const kept = Object.entries(doc).filter(([field]) => !fields.includes(field))
  const back = fields.flatMap((field) =>
    Object.hasOwn(server, field) ? [[field, own(server, field) ?? null] as const] : [],
  )
  return Object.fromEntries([...kept, ...back])
}

function slotDecision(field: string, versions: Versions, doc: Doc): FieldDecision {
  return decisionOn(
    field,
    { winner: 'pending', rule: 'exclusive_slot', reason: 'The slot is already booked' },
    {
      base: own(versions.base, field),
      server: own(versions.server, field),
      client: own(versions.client, field),
      value: own(doc, field),
    },
  )
}

function notice(field: string | undefined): Notice {
  const message = 'The slot is already booked; a person decides who gets it.'
  return field === undefined ? { type: 'review_needed', message } : { type: 'review_needed', field, message }
}
