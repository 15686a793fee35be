/** What a person's answer to a hold would make of the documents: computed in memory, for preview and for real. */
import type { ResolveRequest } from '@dartwing/protocol'
import {
  type Action,
  applyChoices,
  type Choices,
  choicesForAction,
  type Doc,
  type DocTypeRule,
  docTypeRule,
  type FieldDecision,
  type Held,
  type Resolution,
  type Slot,
  slotOf,
} from '@dartwing/rules'
import { type Member, mayWriteField } from '../access/rights.ts'
import { ProblemException } from '../platform/problem/problem.ts'
import type { BookedSlot } from '../store/slots.sql.ts'
import { type ConflictRecord, type StoredDocument, serverSideOf } from '../store/stored-document.ts'
import { invalidValues } from '../store/values/validate-values.ts'
import type { WriteUnit } from '../store/write-unit.ts'
import { SlotTaken } from './item/slot-taken.ts'

export interface Situation {
  readonly member: Member
  readonly conflict: ConflictRecord
  readonly rule: DocTypeRule
  readonly unit: WriteUnit
  /** What the documents had booked when they were locked. */
  readonly bookings: ReadonlyMap<string, BookedSlot>
}

export interface Outcome {
  readonly resolution: Resolution
  /** The document after the decision; null = a tombstone. */
  readonly doc: Doc | null
  readonly pending: readonly string[]
  readonly decisions: readonly FieldDecision[]
  /** What the document books afterwards; undefined = no change. */
  readonly slot: Slot | null | undefined
  readonly overridden: boolean
  /** A change to the other document of a slot collision. */
  readonly other: { readonly document: StoredDocument; readonly data: Doc; readonly slot: Slot | null } | null
}

export interface Asked {
  readonly action: Action
  readonly choices: Choices
  readonly target: NonNullable<ResolveRequest['target']>
  readonly comment: string | null
}

/** Throws a problem when the answer is not possible; `pending` names what it leaves open. */
export function decide(situation: Situation, asked: Asked): Outcome {
  assertPermitted(situation, asked)
  if (asked.target === 'other') return decideOther(situation, asked)
  const { conflict, rule, unit, member } = situation
  const held = heldOf(situation)
  const choices = choicesForAction(rule.name, held, asked.action, asked.choices)
  const resolution = applied(situation, held, choices)
  const slot = slotAfter(situation, resolution.doc)
  const overridden = asked.action === 'book_anyway'
  if (slot && !overridden) {
    const own = { doctype: rule.name, name: conflict.name }
    const [taken] = unit.collisions(own, slot)
    if (taken !== undefined) throw new SlotTaken(own, slot, taken)
  }
  const isBooked =
    conflict.kind !== 'slot_collision' || !keepsItsPlace(asked, held, resolution.doc, member.time_zone, rule)
  return {
    resolution,
    doc: resolution.doc,
    pending: resolution.pending,
    decisions: resolution.decisions,
    slot: isBooked ? slot : undefined,
    overridden,
    other: null,
  }
}

/** The hold as the rules take it: the stored document as it is now, beside the device's version. */
export function heldOf({ conflict, unit }: Situation): Held {
  const stored = unit.document(conflict.doctype, conflict.name)
  const server = serverSideOf(conflict, stored)
  return {
    hold: {
      kind: conflict.kind,
      ...(conflict.conflict_type === 'time_overlap' || conflict.conflict_type === 'data_divergence'
        ? { conflict_type: conflict.conflict_type }
        : {}),
      fields: conflict.fields,
      server,
      client: conflict.client,
    },
    base: conflict.base,
    server,
    client: conflict.client,
  }
}

/** Moves or cancels the document that holds the slot, and gives the slot to this one. */
function decideOther(situation: Situation, asked: Asked): Outcome {
  const { conflict, rule, unit, member } = situation
  const other = unit.document(conflict.other_doctype ?? '', conflict.other_name ?? '')
  if (conflict.kind !== 'slot_collision' || other === undefined || other.deleted) {
    throw new ProblemException('invalid_choice', { detail: 'There is no other document to change' })
  }
  const otherHeld: Held = {
    hold: { kind: 'slot_collision', fields: [], server: other.data, client: other.data },
    server: other.data,
    client: other.data,
  }
  const choices = choicesForAction(rule.name, otherHeld, asked.action, asked.choices)
  const moved = applied(situation, otherHeld, choices)
  const data = moved.doc ?? other.data
  const otherSlot = slotOf(rule.name, data, member.time_zone)
  const otherKey = { doctype: other.doctype, name: other.name }
  if (otherSlot !== null) {
    const [taken] = unit.collisions(otherKey, otherSlot)
    if (taken !== undefined) throw new SlotTaken(otherKey, otherSlot, taken)
  }
  unit.book(otherKey, otherSlot)
  const held = heldOf(situation)
  const resolution = applied(situation, held, choicesForAction(rule.name, held, 'book_anyway', {}))
  const slot = slotOf(rule.name, resolution.doc, member.time_zone)
  const own = { doctype: rule.name, name: conflict.name }
  const [taken] = slot === null ? [] : unit.collisions(own, slot)
  if (slot !== null && taken !== undefined) throw new SlotTaken(own, slot, taken)
  return {
    resolution,
    doc: resolution.doc,
    pending: resolution.pending,
    decisions: resolution.decisions,
    slot,
    overridden: false,
    other: { document: other, data, slot: otherSlot },
  }
}

function applied({ rule, member, unit }: Situation, held: Held, choices: Choices): Resolution {
  const resolution = applyChoices(rule.name, held, choices, { now: unit.now, time_zone: member.time_zone })
  if (resolution.outcome === 'rejected') {
    throw new ProblemException('invalid_choice', { detail: resolution.rejection?.message ?? '' })
  }
  return resolution
}

/** A collision that is answered with the server's own time and person leaves the document where it was. */
function keepsItsPlace(
  asked: Asked,
  held: Held,
  doc: Doc | null,
  timeZone: string,
  rule: DocTypeRule,
): boolean {
  if (asked.action !== 'choose') return false
  const before = slotOf(rule.name, held.server, timeZone)
  const after = slotOf(rule.name, doc, timeZone)
  return before?.resource === after?.resource && before?.start === after?.start && before?.end === after?.end
}

function slotAfter({ rule, member }: Situation, doc: Doc | null): Slot | null | undefined {
  return rule.exclusive_slot === undefined ? undefined : slotOf(rule.name, doc, member.time_zone)
}

/** Field rights apply to the person too, and a value they type has to be of the field's type. */
function assertPermitted({ member, rule }: Situation, { choices, action, comment }: Asked): void {
  const forbidden = Object.keys(choices).filter((field) => !mayWriteField(rule, member.role, field, false))
  if (forbidden.length > 0) {
    throw new ProblemException('forbidden', {
      fields: forbidden.map((path) => ({ path, message: 'may not be written by you' })),
    })
  }
  const typed = Object.entries(choices).flatMap(([field, choice]) =>
    'value' in choice ? [[field, choice.value] as const] : [],
  )
  const invalid = invalidValues(rule, Object.fromEntries(typed))
  if (invalid.length > 0) {
    throw new ProblemException('invalid', {
      fields: invalid.map(({ path, message }) => ({ path: path.replace(/^data\./, ''), message })),
    })
  }
  if (action === 'book_anyway' && (comment ?? '').trim() === '') {
    throw new ProblemException('invalid', { fields: [{ path: 'comment', message: 'say why both are kept' }] })
  }
}

export function ruleOf(conflict: ConflictRecord): DocTypeRule {
  const rule = docTypeRule(conflict.doctype)
  if (rule === undefined) throw new ProblemException('not_found')
  return rule
}
