/** What a decision did to the documents: kept with it, so that it can be taken back. */
import { canonicalJson, DOCUMENT_FIELD, type Doc, type FieldDecision } from '@dartwing/rules'
import {
  type BookedTime,
  type ConflictRecord,
  type DecisionEffect,
  keyOf,
  type StoredDocument,
} from '../../store/stored-document.ts'
import type { Situation } from '../decide.ts'

interface Done {
  /** Fields that were decided, whether they changed or not. */
  readonly decided: readonly string[]
  /** What the document books now; undefined = the decision was not about a time. */
  readonly booked: BookedTime | null | undefined
}

/** Compares the document before a decision with what the unit holds now. */
export function effectOn(
  { unit, bookings }: Situation,
  before: StoredDocument | undefined,
  { decided, booked }: Done,
): DecisionEffect[] {
  if (before === undefined) return []
  const { doctype, name } = before
  const after = unit.document(doctype, name) ?? before
  const [from, to] = [contentOf(before), contentOf(after)]
  const names = new Set([...Object.keys(from), ...Object.keys(to)])
  const changed = [...names].filter(
    (field) => canonicalJson(from[field] ?? null) !== canonicalJson(to[field] ?? null),
  )
  const held = decided.filter((field) => names.has(field))
  const fields = before.deleted === after.deleted ? new Set([...changed, ...held]) : names
  const had = bookings.get(keyOf(doctype, name)) ?? null
  const isBooking = booked !== undefined && !isSameBooking(had, booked)
  return [
    {
      doctype,
      name,
      version: after.version,
      was_deleted: before.deleted,
      is_deleted: after.deleted,
      fields: Object.fromEntries([...fields].map((field) => [field, sides(from[field], to[field])])),
      ...(isBooking ? { booking: { from: had && bookedTime(had), to: booked } } : {}),
    },
  ]
}

/** The effects of the decision that stands; those of a rule are read from its decisions. */
export function effectsOf(
  conflict: ConflictRecord,
  stored: StoredDocument | undefined,
): readonly DecisionEffect[] {
  const { resolution, kind, doctype, name } = conflict
  if (resolution === null) return []
  if (resolution.effects !== undefined) return resolution.effects
  const about = { doctype, name, version: resolution.version ?? 0 }
  if (kind === 'delete_edit') return [{ ...about, ...effectOfDelete(conflict, stored) }]
  const fields = resolution.decisions
    .filter(({ field }) => conflict.fields.includes(field))
    .map((decision) => [decision.field, sides(decision.server, decidedValue(decision))] as const)
  return [{ ...about, was_deleted: false, is_deleted: false, fields: Object.fromEntries(fields) }]
}

/** A rule let a tombstone stand, or made one, or kept the record from becoming one. */
function effectOfDelete({ server, client }: ConflictRecord, stored: StoredDocument | undefined) {
  if (client !== null) return { was_deleted: true, is_deleted: true, fields: {} }
  if (server === null || stored?.deleted !== true)
    return { was_deleted: false, is_deleted: false, fields: {} }
  const fields = Object.entries(server).map(([field, from]) => [field, { from }] as const)
  return { was_deleted: false, is_deleted: true, fields: Object.fromEntries(fields) }
}

function decidedValue({ value, winner, server, client }: FieldDecision): Doc[string] | undefined {
  return value ?? (winner === 'client' ? client : server)
}

export function isSameBooking(a: BookedTime | null, b: BookedTime | null): boolean {
  if (a === null || b === null) return a === b
  return (
    a.resource === b.resource &&
    a.overridden === b.overridden &&
    Date.parse(a.start) === Date.parse(b.start) &&
    Date.parse(a.end) === Date.parse(b.end)
  )
}

function bookedTime({ resource, start, end, overridden }: BookedTime): BookedTime {
  return { resource, start, end, overridden }
}

function contentOf({ data, deleted }: StoredDocument): Doc {
  return deleted ? {} : data
}

function sides(from: Doc[string] | undefined, to: Doc[string] | undefined) {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

/** What an undone conflict asks about again: of a deletion, the record itself. */
export function askedAgain({ kind, fields }: ConflictRecord): readonly string[] {
  return kind === 'delete_edit' ? [DOCUMENT_FIELD] : fields
}
