/** From verdicts to the answer: the document, one decision per changed field, and what people are told. */
import { handlerOf } from '../handlers/index.ts'
import type { Doc, FieldDecision, Hold, Json, Notice, Resolution } from '../shapes.ts'
import type { Settlement } from '../strategies/settlement.ts'
import { own } from '../values/json.ts'
import { decisionOn, type Ruling, sortedByField } from './decision.ts'
import { type FieldChange, type Merge, sameIn } from './diff.ts'
import { type Flags, labelOf, movedFacts, overruledNotices } from './flags.ts'
import type { Verdict } from './verdict.ts'

/** The resolution of a merge of two live documents. */
export function toResolution(merge: Merge, settlement: Settlement): Resolution {
  const { verdicts, branch, rejection } = settlement
  const { strategy } = merge.compiled.rule
  const doc = rejection ? merge.server : writtenDoc(merge, verdicts)
  const decisions = decisionsOf(merge, verdicts, doc)
  if (rejection) {
    return {
      outcome: 'rejected',
      doc,
      strategy,
      decisions,
      conflicts: [],
      pending: [],
      notices: [],
      rejection,
    }
  }
  const lost = verdicts.filter(({ overruled, pending }) => overruled.length > 0 || pending.length > 0)
  const moved = movedFacts(merge, verdicts)
  if (lost.length === 0 && moved.notices.length === 0 && !branch) {
    const outcome = doc === merge.server ? 'unchanged' : 'merged'
    return { outcome, doc, strategy, decisions, conflicts: [], pending: [], notices: [] }
  }
  return contested(merge, { doc, decisions, lost, moved, branch })
}

interface Contest {
  readonly doc: Doc
  readonly decisions: readonly FieldDecision[]
  /** The verdicts that overruled or hold something. */
  readonly lost: readonly Verdict[]
  readonly moved: Flags
  readonly branch: Resolution['branch']
}

/** What a resolution says where somebody lost something, waits, or must be told. */
function contested(merge: Merge, { doc, decisions, lost, moved, branch }: Contest): Resolution {
  const overruled: string[] = []
  const pending: string[] = []
  for (const verdict of lost) {
    overruled.push(...verdict.overruled)
    pending.push(...verdict.pending)
  }
  pending.sort()
  const flagged = moved.flagged.filter((field) => !overruled.includes(field)).sort()
  const conflicts = [...overruled, ...flagged].sort()
  const isHeld = pending.length > 0
  const settled = doc !== merge.server || conflicts.length > 0 ? 'merged' : 'unchanged'
  const resolution: Written = {
    outcome: branch ? 'branched' : isHeld ? 'held' : settled,
    doc,
    strategy: merge.compiled.rule.strategy,
    decisions,
    conflicts,
    pending,
    notices: [
      ...moved.notices,
      ...overruledNotices(merge, lost, moved.notices),
      ...heldNotices(merge, pending),
      ...branchNotices(branch),
    ],
  }
  if (flagged.length > 0) resolution.flagged = flagged
  if (isHeld) resolution.hold = holdOf(merge, lost, pending)
  if (branch) resolution.branch = branch
  return resolution
}

type Written = { -readonly [Key in keyof Resolution]: Resolution[Key] }

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
  let doc: Record<string, Json> | undefined
  let isTableWritten = false
  for (const { change, values } of verdicts) {
    for (const { field, value } of values) {
      const isKnownToDiffer =
        value === own(merge.client, field) &&
        change.fields.some((each) => each.field === field && !each.isEqual)
      if (!isKnownToDiffer && sameIn(compiled, field, own(server, field), value)) continue
      doc ??= { ...server }
      doc[field] = value
      if (field === change.fact.table?.child_field) isTableWritten = true
    }
  }
  return doc ? withDerived(merge, doc, isTableWritten) : server
}

/** One decision for every field that changed, or that a verdict writes. */
function decisionsOf(merge: Merge, verdicts: readonly Verdict[], doc: Doc): readonly FieldDecision[] {
  const decisions: FieldDecision[] = []
  for (const verdict of verdicts) {
    const isContested = verdict.overruled.length > 0 || verdict.pending.length > 0
    const { winner, rule } = verdict
    const ruling: Ruling = { winner, rule, reason: isContested ? merge.compiled.rule.reason : undefined }
    for (const { field } of verdict.change.fields) decisions.push(decisionIn(merge, field, ruling, doc))
    for (const { field } of verdict.values) {
      if (!isAmong(verdict.change.fields, field)) decisions.push(decisionIn(merge, field, ruling, doc))
    }
  }
  return sortedByField(decisions)
}

function decisionIn(merge: Merge, field: string, ruling: Ruling, doc: Doc): FieldDecision {
  const base = own(merge.base, field)
  const server = own(merge.server, field)
  const client = own(merge.client, field)
  return decisionOn(field, ruling, { base, server, client, value: own(doc, field) })
}

function isAmong(changes: readonly FieldChange[], field: string): boolean {
  return changes.some((change) => change.field === field)
}

function holdOf(merge: Merge, verdicts: readonly Verdict[], fields: readonly string[]): Hold {
  const isSignature = verdicts.some(({ kind, pending }) => kind === 'signature_review' && pending.length > 0)
  const kind = isSignature ? 'signature_review' : 'field_conflict'
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
