/** What of a decision went against one member: their values, what was kept instead, and what may be put back. */
import type { DigestItem, LostValue } from '@dartwing/protocol'
import { DOCUMENT_FIELD, type DocTypeRule, type FieldDecision, type Json, sameValue } from '@dartwing/rules'
import { type Member, may, mayWriteField } from '../../access/rights.ts'
import type { ConflictRecord, StoredDocument } from '../../store/stored-document.ts'
import { labelOf } from '../../store/title.ts'

interface DigestFacts {
  readonly member: Member
  readonly conflict: ConflictRecord
  readonly rule: DocTypeRule
  /** The document as it is now. */
  readonly document: StoredDocument | undefined
  readonly names: ReadonlyMap<string, string>
}

/** Where nothing was chosen between two, or what was not chosen was kept beside it. */
export const NOTHING_LOST = [
  'only_client_changed',
  'only_server_changed',
  'same_value',
  'equal',
  'version_all',
]

const NAME_BY_ACTOR: Readonly<Record<string, string>> = { timer: 'The deadline', rule: 'A rule' }

/** Null: when looked at closely, nothing of theirs was left out. */
export function toDigestItem(facts: DigestFacts): DigestItem | null {
  const { conflict, document, names } = facts
  const decisions = conflict.resolution?.decisions ?? []
  const mine = conflict.submitted_by === facts.member.email ? 'client' : 'server'
  const lost = decisions.flatMap((decision) => lostOf(facts, decision, mine))
  const isWholeLost = decisions.some(({ field, winner }) => field === DOCUMENT_FIELD && winner !== mine)
  if (lost.length === 0 && !isWholeLost) return null
  const by = conflict.resolved_by ?? ''
  return {
    conflict_id: conflict.conflict_id,
    revision: conflict.revision,
    kind: conflict.kind,
    doctype: conflict.doctype,
    name: conflict.name,
    title: conflict.title,
    headline: conflict.headline,
    decided_by: by,
    decided_by_name: names.get(by) ?? NAME_BY_ACTOR[by] ?? by,
    decided_at: conflict.resolved_at ?? conflict.opened_at,
    version: document === undefined || document.deleted ? null : document.version,
    lost,
    restorable: restorableOf(facts, lost),
  }
}

function lostOf(
  { conflict, rule, document }: DigestFacts,
  { field, winner, rule: by, value, ...sides }: FieldDecision,
  mine: 'client' | 'server',
): LostValue[] {
  const yours = sides[mine]
  const kept = value ?? (winner === 'client' ? sides.client : sides.server)
  if (field === DOCUMENT_FIELD || yours === undefined || NOTHING_LOST.includes(by)) return []
  if (sameValue(conflict.doctype, field, yours, kept ?? null)) return []
  const definition = rule.fields[field]
  const now = document?.deleted === false ? document.data[field] : undefined
  return [
    {
      field,
      label: labelOf(rule, field),
      type: definition?.type ?? 'json',
      unit: definition?.unit ?? null,
      yours,
      ...given('kept', kept),
      ...given('now', now),
    },
  ]
}

/** A signature is judged by a person, and a record under question waits for its answer. */
function restorableOf(
  { conflict, rule, document, member }: DigestFacts,
  lost: readonly LostValue[],
): string[] {
  if (document === undefined || document.deleted || document.conflict !== null) return []
  if (conflict.kind === 'signature_review' || !may(rule, member.role, 'update')) return []
  return lost
    .filter(
      ({ field, yours, now }) =>
        mayWriteField(rule, member.role, field, false) &&
        !sameValue(conflict.doctype, field, yours ?? null, now ?? null),
    )
    .map(({ field }) => field)
}

function given<K extends string>(key: K, value: Json | undefined): Partial<Record<K, Json>> {
  const entry: Partial<Record<K, Json>> = {}
  if (value !== undefined) entry[key] = value
  return entry
}
