/** Puts a decision, a person's or the deadline's, into the unit: an ordinary write with a receipt of its own. */
import { randomUUID } from 'node:crypto'
import { canonicalJson, type Notice, ruleSetHash } from '@dartwing/rules'
import type { Outcome, Situation } from './decide.ts'

export interface Settlement {
  readonly state: 'resolved' | 'auto_resolved'
  readonly op: 'resolve' | 'timeout'
  readonly action: string
  readonly comment: string | null
  readonly key: string | null
  readonly request_hash: string | null
  /** What was asked, for the ledger. */
  readonly asked: object
}

export function settle(situation: Situation, outcome: Outcome, settlement: Settlement): void {
  const mutation_id = randomUUID()
  write(situation, outcome, mutation_id)
  close(situation, outcome, settlement)
  acknowledge(situation, outcome, settlement, mutation_id)
}

function write({ unit, conflict, rule, member }: Situation, outcome: Outcome, mutation_id: string): void {
  const author = { author: member.email, device_id: null, mutation_id, effective_at: unit.now }
  const stored = unit.document(conflict.doctype, conflict.name)
  const before = stored === undefined || stored.deleted ? null : stored.data
  if (canonicalJson(before) !== canonicalJson(outcome.doc)) {
    unit.accept({ rule, name: conflict.name, data: outcome.doc, ...author })
  }
  if (outcome.slot !== undefined) {
    unit.book({ doctype: rule.name, name: conflict.name }, outcome.slot, outcome.overridden)
  }
  if (outcome.other !== null) {
    const { document, data, slot } = outcome.other
    unit.accept({ rule, name: document.name, data, ...author })
    unit.book({ doctype: rule.name, name: document.name }, slot)
  }
}

function acknowledge(
  { unit, conflict, member }: Situation,
  outcome: Outcome,
  { op, asked, request_hash }: Settlement,
  mutation_id: string,
): void {
  unit.acknowledge({
    mutation_id,
    account_id: member.account_id,
    device_id: null,
    sync_id: null,
    content_hash: request_hash ?? mutation_id,
    op,
    doctype: conflict.doctype,
    name: conflict.name,
    base_version: null,
    sent: { conflict_id: conflict.conflict_id, ...asked },
    status: 'success',
    version: unit.document(conflict.doctype, conflict.name)?.version ?? null,
    rule_set: ruleSetHash(),
    result: {
      requested_name: null,
      conflict_strategy: conflict.strategy,
      conflicts: [],
      decisions: [...outcome.decisions],
      conflict_id: conflict.conflict_id,
      due_at: null,
      notifications: [],
      branch: null,
      error: null,
    },
  })
}

function close({ unit, conflict, rule, member }: Situation, outcome: Outcome, settlement: Settlement): void {
  const { state, action, comment, key, request_hash } = settlement
  const by = member.email
  const version = unit.document(conflict.doctype, conflict.name)?.version ?? null
  unit.putConflict(
    {
      ...conflict,
      state,
      revision: conflict.revision + 1,
      resolved_at: unit.now,
      resolved_by: by,
      resolution: { action, comment, decisions: outcome.decisions, version, key, request_hash },
    },
    state,
    {
      conflict_id: conflict.conflict_id,
      type: state,
      actor: by,
      detail: { action, comment, fields: outcome.decisions.map(({ field }) => field) },
      at: unit.now,
    },
  )
  if (conflict.submitted_by === by) return
  const overruled = outcome.decisions.some(({ winner }) => winner === 'server')
  const notice: Notice = {
    type: overruled ? 'value_overruled' : 'document_changed',
    message: `${member.full_name} decided about ${rule.name} ${conflict.title}.`,
  }
  unit.notify(
    conflict.submitted_by,
    { doctype: conflict.doctype, name: conflict.name, conflict_id: conflict.conflict_id },
    notice,
  )
}
