/** From verdicts to the answer: the document, one decision per changed field, and what people are told. */
import { handlerOf } from '../handlers/index.ts'
import type { Doc, FieldDecision, Hold, Json, Notice, Outcome, Resolution } from '../shapes.ts'
import type { Settlement } from '../strategies/settlement.ts'
import { own } from '../values/json.ts'
import { byField, decisionOn } from './decision.ts'
import { type Merge, sameIn } from './diff.ts'
import { labelOf, movedFacts, overruledNotices } from './flags.ts'
import type { Verdict } from './verdict.ts'

/** The resolution of a merge of two live documents. */
export function toResolution(merge: Merge, settlement: Settlement): Resolution {
  const { verdicts, branch, rejection } = settlement
  const { rule } = merge.compiled
  const doc = rejection ? merge.server : writtenDoc(merge, verdicts)
  const decisions = verdicts.flatMap((verdict) => decisionsOf(merge, verdict, doc)).sort(byField)
  if (rejection) {
    return {
      outcome: 'rejected',
      doc,
      strategy: rule.strategy,
      decisions,
      conflicts: [],
      pending: [],
      notices: [],
      rejection,
    }
  }
  const { flagged, notices: moved } = movedFacts(merge, verdicts)
  const overruled = verdicts.flatMap((verdict) => verdict.overruled)
  const pending = verdicts.flatMap((verdict) => verdict.pending).sort()
  const onlyFlagged = flagged.filter((field) => !overruled.includes(field)).sort()
  const conflicts = [...new Set([...overruled, ...flagged])].sort()
  const notices = [
    ...moved,
    ...overruledNotices(merge, verdicts, moved),
    ...heldNotices(merge, pending),
    ...branchNotices(branch),
  ]
  return {
    outcome: outcomeOf({ isChanged: doc !== merge.server, conflicts, pending, branch }),
    doc,
    strategy: rule.strategy,
    decisions,
    conflicts,
    ...(onlyFlagged.length > 0 ? { flagged: onlyFlagged } : {}),
    pending,
    ...(pending.length > 0 ? { hold: holdOf(merge, verdicts, pending) } : {}),
    ...(branch ? { branch } : {}),
    notices,
  }
}

/** The document with derived fields as they follow from it; the same object where nothing differs. */
export function withDerived(merge: Merge, doc: Doc, isRecomputed: boolean): Doc {
  const derived = isRecomputed ? handlerOf(merge.compiled.rule.handler).derive?.(doc) : undefined
  const missing = [...(derived ?? [])].filter(
    ([field, value]) => !sameIn(merge.compiled, field, own(doc, field), value),
  )
  return missing.length > 0 ? { ...doc, ...Object.fromEntries(missing) } : doc
}

/** The server's document with what the verdicts write; the server's own object where they write nothing. */
function writtenDoc(merge: Merge, verdicts: readonly Verdict[]): Doc {
  const { server, compiled } = merge
  const written = new Map<string, Json>()
  for (const verdict of verdicts) {
    for (const [field, value] of verdict.values) {
      if (!sameIn(compiled, field, own(server, field), value)) written.set(field, value)
    }
  }
  if (written.size === 0) return server
  const isTableWritten = verdicts.some(({ change }) => change.fact.table && written.has(change.fact.name))
  return withDerived(merge, { ...server, ...Object.fromEntries(written) }, isTableWritten)
}

function decisionsOf(merge: Merge, verdict: Verdict, doc: Doc): readonly FieldDecision[] {
  const fields = new Set([...verdict.change.fields.map(({ field }) => field), ...verdict.values.keys()])
  const isContested = verdict.overruled.length > 0 || verdict.pending.length > 0
  const reason = isContested ? merge.compiled.rule.reason : undefined
  return [...fields].map((field) =>
    decisionOn(
      field,
      { winner: verdict.winner, rule: verdict.rule, reason },
      {
        base: own(merge.base, field),
        server: own(merge.server, field),
        client: own(merge.client, field),
        value: own(doc, field),
      },
    ),
  )
}

function outcomeOf(found: {
  readonly isChanged: boolean
  readonly conflicts: readonly string[]
  readonly pending: readonly string[]
  readonly branch: Resolution['branch']
}): Outcome {
  if (found.branch) return 'branched'
  if (found.pending.length > 0) return 'held'
  return found.isChanged || found.conflicts.length > 0 ? 'merged' : 'unchanged'
}

function holdOf(merge: Merge, verdicts: readonly Verdict[], fields: readonly string[]): Hold {
  const kinds = verdicts.flatMap(({ kind, pending }) => (kind && pending.length > 0 ? [kind] : []))
  const kind = kinds.includes('signature_review') ? 'signature_review' : (kinds[0] ?? 'field_conflict')
  const conflictType = handlerOf(merge.compiled.rule.handler).conflictType?.(merge)
  const about = conflictType ? { conflict_type: conflictType } : {}
  return { kind, ...about, fields, server: merge.server, client: merge.client }
}

function heldNotices(merge: Merge, pending: readonly string[]): readonly Notice[] {
  const [field] = pending
  if (field === undefined) return []
  const message = `${labelOf(merge.compiled.rule, field)} was changed on both sides; a person decides.`
  return [{ type: 'review_needed', field, message }]
}

function branchNotices(branch: Resolution['branch']): readonly Notice[] {
  return branch
    ? [{ type: 'branch_created', to: branch.name, message: `Your version is kept as ${branch.name}.` }]
    : []
}
