import type { ConflictHistoryType, FeedRow, Person, RowReason, Side } from '@dartwing/protocol'
import type { Doc, FieldDecision, HoldKind, Json, ResolveContext, Slot, Strategy } from '@dartwing/rules'

/** The current state of one document, as a transaction that has locked it sees it. */
export interface StoredDocument {
  readonly doctype: string
  readonly name: string
  /** Empty for a tombstone. */
  readonly data: Doc
  readonly version: number
  /** Decimal string: the feed position. */
  readonly seq: string
  /** RFC 3339, UTC. */
  readonly modified: string
  readonly modified_by: string
  readonly deleted: boolean
  readonly archived: boolean
  readonly branch_of: string | null
  readonly reason: RowReason
  /** The mark of its open conflict. */
  readonly conflict: FeedRow['conflict']
  readonly audience: readonly string[]
  readonly former_audience: readonly string[]
  readonly audience_at: string | null
  readonly origin_device: string | null
  readonly origin_mutation: string | null
}

/** One row of the conflict table, as the code reads and writes it. */
export interface ConflictRecord {
  readonly conflict_id: string
  readonly doctype: string
  readonly name: string
  readonly kind: HoldKind
  readonly conflict_type: string | null
  readonly state: 'open' | 'resolved' | 'auto_resolved' | 'withdrawn'
  readonly revision: number
  readonly strategy: Strategy
  readonly rule_set: string
  readonly title: string
  readonly headline: string
  readonly base: Doc | null
  readonly server: Doc | null
  readonly client: Doc | null
  readonly candidates: readonly Candidate[]
  /** What the rules knew beside the three versions; null where it was not kept yet. */
  readonly context: ResolveContext | null
  readonly decisions: readonly FieldDecision[]
  readonly fields: readonly string[]
  readonly sides: ConflictSides
  readonly other_doctype: string | null
  readonly other_name: string | null
  readonly submitted_by: string
  readonly device_id: string | null
  readonly mutation_id: string
  readonly opened_at: string
  readonly due_at: string | null
  readonly on_timeout: 'server_wins' | 'escalate'
  readonly escalated_at: string | null
  readonly resolved_at: string | null
  readonly resolved_by: string | null
  readonly resolution: ConflictResolution | null
  /** Who was asked to decide. */
  readonly assignee: Assignee | null
  /** When whoever was deciding took the few minutes more that there are once. */
  readonly held_at: string | null
}

export interface Assignee extends Person {
  readonly email: string
}

/** A further version that was held while the conflict was open already. */
export interface Candidate {
  readonly mutation_id: string
  readonly submitted_by: string
  readonly at: string
  readonly client: Doc | null
}

export interface ConflictSides {
  readonly server: Side
  readonly client: Side
  readonly base: Side | null
}

export interface ConflictResolution {
  readonly action: string
  readonly comment: string | null
  readonly decisions: readonly FieldDecision[]
  readonly version: number | null
  /** What it did to each document, so that it can be undone; absent where a rule decided. */
  readonly effects?: readonly DecisionEffect[]
}

/** What a decision did to one document. */
export interface DecisionEffect {
  readonly doctype: string
  readonly name: string
  /** The version it left. */
  readonly version: number
  readonly was_deleted: boolean
  readonly is_deleted: boolean
  /** What was decided or followed from it, before and after; an absent value was no key of the document. */
  readonly fields: Readonly<Record<string, { readonly from?: Json; readonly to?: Json }>>
  /** What the document had booked before and after; absent = the decision was not about a time. */
  readonly booking?: { readonly from: BookedTime | null; readonly to: BookedTime | null }
}

export interface BookedTime extends Slot {
  readonly overridden: boolean
}

export interface ConflictEventRecord {
  readonly conflict_id: string
  readonly type: ConflictHistoryType
  readonly actor: string
  readonly detail: Doc
  readonly at: string
}

export const keyOf = (doctype: string, name: string): string => `${doctype}\u0000${name}`

/** The document as the rules take it: null = tombstone, undefined = never existed. */
export function docOf(stored: StoredDocument | undefined): Doc | null | undefined {
  if (stored === undefined) return undefined
  return stored.deleted ? null : stored.data
}

/**
 * The Server side of an open conflict: the document as it is. While a signature waits, the document shows
 * the device's, so the server's own is taken from where the conflict keeps it.
 */
export function serverSideOf(
  conflict: Pick<ConflictRecord, 'kind' | 'fields' | 'server'>,
  stored: StoredDocument | undefined,
): Doc | null {
  if (stored === undefined || stored.deleted) return null
  if (conflict.kind !== 'signature_review' || conflict.server === null) return stored.data
  const { server } = conflict
  const kept = conflict.fields.map((field) => [field, server[field] ?? null] as const)
  return { ...stored.data, ...Object.fromEntries(kept) }
}
