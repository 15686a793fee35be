/** A decision before it is done: what it would make of which records, what falls away, and who will be told. */
import type { PreviewResponse } from '@dartwing/protocol'
import { type Doc, type DocTypeRule, ruleSetHash, sameValue } from '@dartwing/rules'
import { labelOf, titleOf } from '../../store/title.ts'
import type { Outcome, Situation } from '../decide.ts'
import { toldOf } from '../settle.ts'

export function toPreview(situation: Situation, outcome: Outcome): PreviewResponse {
  const { conflict, rule, unit } = situation
  const stored = unit.document(conflict.doctype, conflict.name)
  const before = stored === undefined || stored.deleted ? null : stored.data
  const lost = (side: 'server' | 'client', doc: Doc | null) =>
    conflict.fields.flatMap((field) => {
      const value = doc?.[field]
      if (value === undefined || value === null || outcome.pending.includes(field)) return []
      return sameValue(rule.name, field, value, outcome.doc?.[field] ?? null)
        ? []
        : [{ field, label: labelOf(rule, field), side, value }]
    })
  return {
    revision: conflict.revision,
    rule_set: ruleSetHash(),
    complete: outcome.pending.length === 0,
    pending: [...outcome.pending],
    doc: outcome.doc,
    changes: changesOf(rule, before, outcome.doc),
    touched: touchedBy(situation, outcome),
    discarded: [...lost('server', before), ...lost('client', conflict.client)],
    notified: toldOf(situation, outcome).map(({ name }) => name),
    decisions: [...outcome.decisions],
  }
}

/** The other document of a slot collision, when it is the one that moves. */
function touchedBy({ rule }: Situation, { other }: Outcome): PreviewResponse['touched'] {
  if (other === null) return []
  const { doctype, name, data } = other.document
  return [{ doctype, name, title: titleOf(doctype, data, name), changes: changesOf(rule, data, other.data) }]
}

function changesOf(rule: DocTypeRule, before: Doc | null, after: Doc | null): PreviewResponse['changes'] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...fields]
    .filter((field) => !sameValue(rule.name, field, before?.[field] ?? null, after?.[field] ?? null))
    .map((field) => ({
      field,
      label: labelOf(rule, field),
      from: before?.[field] ?? null,
      to: after?.[field] ?? null,
    }))
}
