/** Puts a decision, a person's or the deadline's, into the unit: an ordinary write. */
import { canonicalJson, type Notice } from '@dartwing/rules'
import type { Outcome, Situation } from './decide.ts'

export interface Settlement {
  readonly mutation_id: string
  readonly state: 'resolved' | 'auto_resolved'
  /** An e-mail address, or `timer`. */
  readonly by: string
  readonly by_name: string
  readonly action: string
  readonly comment: string | null
  readonly key: string | null
  readonly request_hash: string | null
}

export function settle(situation: Situation, outcome: Outcome, settlement: Settlement): void {
  const { unit, conflict, rule } = situation
  const { mutation_id, by } = settlement
  const author = { author: by, device_id: null, mutation_id, effective_at: unit.now }
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
  close(situation, outcome, settlement)
}

function close({ unit, conflict, rule }: Situation, outcome: Outcome, settlement: Settlement): void {
  const { state, by, by_name, action, comment, key, request_hash } = settlement
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
    message: `${by_name} decided about ${rule.name} ${conflict.title}.`,
  }
  unit.notify(
    conflict.submitted_by,
    { doctype: conflict.doctype, name: conflict.name, conflict_id: conflict.conflict_id },
    notice,
  )
}
