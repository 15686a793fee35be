/**
 * The way back, and its gate. What has changed since a decision stays: a field (and its group) is put back
 * only while it is as the decision left it; a booking or a whole record, all of it or nothing. When nothing
 * can be put back, nobody is asked again either.
 */
import {
  canonicalJson,
  type Doc,
  type DocTypeRule,
  docTypeRule,
  type Slot,
  sameValue,
  slotOf,
} from '@dartwing/rules'
import { ProblemException } from '../../platform/problem/problem.ts'
import { type DecisionEffect, keyOf, type StoredDocument } from '../../store/stored-document.ts'
import type { Situation } from '../decide.ts'
import { moveOpenConflict } from '../settle.ts'
import { effectsOf, isSameBooking } from './effects.ts'

export interface PutBack {
  readonly restored: readonly string[]
  /** Fields that were changed after the decision, and stay as they are. */
  readonly kept: readonly string[]
}

export function putBack(situation: Situation, mutation_id: string): PutBack {
  const { conflict, unit } = situation
  const effects = effectsOf(conflict, unit.document(conflict.doctype, conflict.name))
  const steps = effects.map((effect) => stepOf(situation, effect))
  assertNothingInTheWay(steps)
  const booked = steps.filter(({ effect }) => effect.booking !== undefined)
  for (const { effect } of booked) unit.book(effect, null)
  for (const { effect } of booked) {
    const from = effect.booking?.from ?? null
    if (from !== null) book(situation, effect, from, from.overridden)
  }
  for (const step of steps) restore(situation, step, mutation_id)
  return {
    restored: steps.flatMap(({ restorable }) => restorable),
    kept: steps.flatMap(({ changed }) => changed),
  }
}

interface Step {
  readonly effect: DecisionEffect
  readonly stored: StoredDocument | undefined
  readonly restorable: readonly string[]
  readonly changed: readonly string[]
  /** Something happened to the record or its booking as a whole. */
  readonly isMoved: boolean
}

function stepOf(situation: Situation, effect: DecisionEffect): Step {
  const stored = situation.unit.document(effect.doctype, effect.name)
  const names = Object.keys(effect.fields)
  const isWhole = effect.was_deleted !== effect.is_deleted
  const isGone =
    stored === undefined ||
    stored.deleted !== effect.is_deleted ||
    (isWhole && stored.version !== effect.version)
  const later = isGone ? names : changedFields(effect, stored.data)
  const isOneThing = isWhole || effect.booking !== undefined
  const stays = isOneThing && later.length > 0 ? names : later
  const restorable = names.filter((field) => !stays.includes(field))
  const isMoved = isGone || !isBookingKept(situation, effect, contentBefore(effect, stored, restorable))
  return {
    effect,
    stored,
    isMoved,
    changed: isMoved ? names : stays,
    restorable: isMoved ? [] : restorable,
  }
}

/** The booking is as the decision left it, and what is booked afterwards is the time of the record as it is then. */
function isBookingKept(
  { conflict, bookings, member }: Situation,
  effect: DecisionEffect,
  content: Doc | null,
): boolean {
  // A rule keeps no note of bookings: the record will book what it says.
  if (conflict.resolution?.effects === undefined) return true
  const booked = bookings.get(keyOf(effect.doctype, effect.name)) ?? null
  const { from, to } = effect.booking ?? { from: booked, to: booked }
  if (!isSameBooking(booked, to)) return false
  if (from === null) return true
  // Whoever moves a cancelled record moves no booking, and yet it has another time.
  const slot = slotOf(effect.doctype, content, member.time_zone)
  return slot !== null && isSameBooking({ ...slot, overridden: from.overridden }, from)
}

function changedFields({ doctype, fields, is_deleted }: DecisionEffect, data: Doc): string[] {
  if (is_deleted) return []
  const names = Object.keys(fields)
  const moved = names.filter(
    (field) => !sameValue(doctype, field, data[field] ?? null, fields[field]?.to ?? null),
  )
  const groups = docTypeRule(doctype)?.groups ?? []
  return names.filter(
    (field) =>
      moved.includes(field) ||
      groups.some((group) => group.fields.includes(field) && group.fields.some((one) => moved.includes(one))),
  )
}

function assertNothingInTheWay(steps: readonly Step[]): void {
  const blocked = steps.filter(
    ({ isMoved, changed, restorable }) => isMoved || (changed.length > 0 && restorable.length === 0),
  )
  if (blocked.length === 0) return
  const changed = blocked.map(({ effect, stored, changed: fields }) => ({
    doctype: effect.doctype,
    name: effect.name,
    fields,
    deleted: stored?.deleted ?? true,
    version: stored?.version ?? null,
    by: stored?.modified_by ?? null,
    at: stored?.modified ?? null,
  }))
  throw new ProblemException('changed_since', {
    detail: `${changed.map(({ name }) => name).join(' and ')} changed after the decision`,
    changed,
  })
}

function restore(situation: Situation, { effect, stored, restorable }: Step, mutation_id: string): void {
  const { unit, member } = situation
  const rule = docTypeRule(effect.doctype)
  if (rule === undefined || stored === undefined) return
  const data = contentBefore(effect, stored, restorable)
  if (canonicalJson(data) === canonicalJson(stored.deleted ? null : stored.data)) return
  const author = { author: member.email, device_id: null, mutation_id, effective_at: unit.now }
  const after = unit.accept({ rule, name: effect.name, data, ...author })
  moveOpenConflict(situation, effect)
  if (situation.conflict.resolution?.effects === undefined) rebook(situation, rule, stored, after)
}

function contentBefore(
  effect: DecisionEffect,
  stored: StoredDocument,
  restorable: readonly string[],
): Doc | null {
  if (effect.was_deleted) return null
  const before = new Map(Object.entries(stored.deleted ? {} : stored.data))
  for (const field of restorable) {
    const from = effect.fields[field]?.from
    if (from === undefined) before.delete(field)
    else before.set(field, from)
  }
  return Object.fromEntries(before)
}

/** A rule keeps no note of bookings: a record that comes back books what it says. */
function rebook(
  situation: Situation,
  rule: DocTypeRule,
  before: StoredDocument,
  after: StoredDocument,
): void {
  if (rule.exclusive_slot === undefined) return
  const zone = situation.member.time_zone
  const [had, wants] = [before, after].map(({ data, deleted }) =>
    deleted ? null : slotOf(rule.name, data, zone),
  )
  if (
    canonicalJson({ slot: had ? { ...had } : null }) === canonicalJson({ slot: wants ? { ...wants } : null })
  )
    return
  if (wants == null) situation.unit.book(after, null)
  else book(situation, after, wants, false)
}

function book(
  { unit }: Situation,
  { doctype, name }: { readonly doctype: string; readonly name: string },
  { resource, start, end }: Slot,
  overridden: boolean,
): void {
  const slot = { resource, start, end }
  const [taken] = overridden ? [] : unit.collisions({ doctype, name }, slot)
  if (taken !== undefined) {
    throw new ProblemException('slot_taken', {
      detail: `${taken.name} has the time that ${name} had before`,
      taken: { doctype: taken.doctype, name: taken.name, start: taken.start, end: taken.end },
    })
  }
  unit.book({ doctype, name }, slot, overridden)
}
