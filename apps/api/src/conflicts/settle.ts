/** Puts a decision, a person's or the deadline's, into the unit: an ordinary write that closes the conflict. */
import type { NotificationKind } from '@dartwing/protocol'
import { canonicalJson, type Notice } from '@dartwing/rules'
import { type DecisionEffect, serverSideOf } from '../store/stored-document.ts'
import { titleOf } from '../store/title.ts'
import type { Outcome, Situation } from './decide.ts'
import { effectOn } from './undo/effects.ts'

export interface Settlement {
  readonly mutation_id: string
  readonly state: 'resolved' | 'auto_resolved'
  readonly action: string
  readonly comment: string | null
}

export function settle(situation: Situation, outcome: Outcome, settlement: Settlement): void {
  const effects = write(situation, outcome, settlement.mutation_id)
  close(situation, outcome, settlement, effects)
}

function write(situation: Situation, outcome: Outcome, mutation_id: string): DecisionEffect[] {
  const { unit, conflict, rule, member } = situation
  const author = { author: member.email, device_id: null, mutation_id, effective_at: unit.now }
  const key = { doctype: rule.name, name: conflict.name }
  const before = unit.document(rule.name, conflict.name)
  const content = before === undefined || before.deleted ? null : before.data
  if (canonicalJson(content) !== canonicalJson(outcome.doc)) {
    unit.accept({ rule, name: conflict.name, data: outcome.doc, ...author })
  }
  const decided = [...conflict.fields, ...outcome.decisions.map(({ field }) => field)]
  const booked = outcome.slot && { ...outcome.slot, overridden: outcome.overridden }
  if (outcome.slot !== undefined) unit.book(key, outcome.slot, outcome.overridden)
  const effects = effectOn(situation, before, { decided, booked })
  if (outcome.other === null) return effects
  const { document, data, slot } = outcome.other
  unit.accept({ rule, name: document.name, data, ...author })
  moveOpenConflict(situation, document)
  unit.book({ doctype: rule.name, name: document.name }, slot)
  const moved = slot && { ...slot, overridden: false }
  return [...effects, ...effectOn(situation, document, { decided: [], booked: moved })]
}

/** A question that is open about a document is about the document as it is now. */
export function moveOpenConflict(
  { unit, member }: Situation,
  { doctype, name }: { readonly doctype: string; readonly name: string },
): void {
  const open = unit.openConflict(doctype, name)
  const document = unit.document(doctype, name)
  if (open === undefined || document === undefined) return
  const moved = { ...open, server: serverSideOf(open, document), revision: open.revision + 1 }
  unit.putConflict(moved, 'changed', {
    conflict_id: open.conflict_id,
    type: 'server_changed',
    actor: member.email,
    detail: { version: document.version },
    at: unit.now,
  })
}

function close(
  { unit, conflict, rule, member }: Situation,
  outcome: Outcome,
  { state, action, comment }: Settlement,
  effects: readonly DecisionEffect[],
): void {
  const by = member.email
  const { decisions } = outcome
  const version = unit.document(conflict.doctype, conflict.name)?.version ?? null
  unit.putConflict(
    {
      ...conflict,
      state,
      revision: conflict.revision + 1,
      resolved_at: unit.now,
      resolved_by: by,
      resolution: { action, comment, decisions, version, effects },
    },
    state,
    {
      conflict_id: conflict.conflict_id,
      type: state,
      actor: by,
      detail: { action, comment, fields: decisions.map(({ field }) => field) },
      at: unit.now,
    },
  )
  const about = { doctype: conflict.doctype, name: conflict.name, conflict_id: conflict.conflict_id }
  const facts = { title: conflict.title, by: personOf(member) }
  for (const { email, kind, notice } of toldOf({ conflict, rule, member, unit }, outcome)) {
    unit.notify(email, { ...about, kind, facts }, notice)
  }
}

/** Null: no person did it. */
const personOf = ({ email, full_name }: Situation['member']) => (email.includes('@') ? full_name : null)

interface Told {
  readonly email: string
  readonly name: string
  readonly kind: NotificationKind
  readonly notice: Notice
}

/** Whoever sent it, who was asked to decide, and who made the other appointment that moves; never who decides. */
export function toldOf(
  { conflict, rule, member }: Pick<Situation, 'conflict' | 'rule' | 'member' | 'unit'>,
  { decisions, other }: Outcome,
): Told[] {
  const isOverruled = decisions.some(({ winner }) => winner === 'server')
  const decided = `${member.full_name} decided about ${rule.name} ${conflict.title}.`
  const { submitted_by, assignee, sides } = conflict
  const changed: Notice = { type: 'document_changed', message: decided }
  const told: Told[] = [
    {
      email: submitted_by,
      name: sides.client.actor_name,
      kind: isOverruled ? 'overruled' : 'settled',
      notice: isOverruled ? { type: 'value_overruled', message: decided } : changed,
    },
  ]
  if (assignee !== null) {
    told.push({ email: assignee.email, name: assignee.name, kind: 'settled', notice: changed })
  }
  if (other !== null) {
    const { doctype, data, name } = other.document
    const message = `${member.full_name} moved ${doctype} ${titleOf(doctype, data, name)}.`
    const notice: Notice = { type: 'schedule_changed', message }
    told.push({ email: sides.server.actor, name: sides.server.actor_name, kind: 'rescheduled', notice })
  }
  const known = new Set([member.email])
  return told.filter(({ email }) => {
    const isNew = email.includes('@') && !known.has(email)
    known.add(email)
    return isNew
  })
}
