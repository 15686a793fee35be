/** The shapes every room shares: documents, what is asked of the rules, and what they answer. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** One document's data: a JSON object whose keys are snake_case field names. */
export type Doc = { readonly [field: string]: Json }

export const STRATEGIES = [
  'server_wins',
  'client_wins',
  'field_level',
  'manual_resolve',
  'append_only',
  'version_all',
  'last_write_wins',
] as const
export type Strategy = (typeof STRATEGIES)[number]

export const ROLES = ['technician', 'receptionist', 'resolver', 'admin'] as const
export type Role = (typeof ROLES)[number]

export interface Versions {
  /** The document as the device last knew it; absent = unknown, null = did not exist. */
  readonly base?: Doc | null
  /** The document as stored now; absent = never existed, null = tombstone. */
  readonly server?: Doc | null
  /** The base overlaid with the device's change; null = the client deletes. */
  readonly client: Doc | null
}

/** Everything the rules may know beyond the three versions. Plain JSON, all optional. */
export interface ResolveContext {
  readonly name?: string
  /** Server receive time, RFC 3339. */
  readonly now?: string
  readonly mutation_id?: string
  /** When the client made the change, already corrected for clock skew by the caller. */
  readonly client_effective_at?: string
  readonly server_modified_at?: string | Readonly<Record<string, string>>
  /** The base was superseded more than 168 h before receipt. */
  readonly stale?: boolean
  /** IANA zone in which wall-clock dates and times of the document are read. */
  readonly time_zone?: string
}

export type Outcome = 'unchanged' | 'merged' | 'held' | 'branched' | 'rejected'
export type Winner = 'server' | 'client' | 'both' | 'pending'

/**
 * Who wins a field that both sides changed. `later`: whoever changed it last. `both`: the values of both sides are in
 * the result, or one of them is beside it. `person`: somebody is asked.
 */
export const FIELD_WINNERS = ['server', 'client', 'later', 'both', 'person'] as const
export type FieldWinner = (typeof FIELD_WINNERS)[number]

export interface FieldDecision {
  readonly field: string
  readonly winner: Winner
  /** The rule that decided, e.g. `server_wins_fields`, `child_table:union`, `only_client_changed`. */
  readonly rule: string
  readonly reason?: string
  readonly base?: Json
  readonly server?: Json
  readonly client?: Json
  readonly value?: Json
}

export type HoldKind = 'field_conflict' | 'slot_collision' | 'signature_review' | 'delete_edit'

export interface Hold {
  readonly kind: HoldKind
  readonly conflict_type?: 'time_overlap' | 'data_divergence'
  readonly fields: readonly string[]
  readonly server: Doc | null
  readonly client: Doc | null
}

export type NoticeType =
  | 'assignment_changed'
  | 'status_changed'
  | 'schedule_changed'
  | 'document_changed'
  | 'value_overruled'
  | 'branch_created'
  | 'review_needed'
  | 'deleted'

export interface Notice {
  readonly type: NoticeType
  readonly field?: string
  readonly from?: Json
  readonly to?: Json
  readonly message: string
}

export interface Resolution {
  readonly outcome: Outcome
  /** What the server stores now; null = tombstone. */
  readonly doc: Doc | null
  readonly strategy: Strategy
  /** One entry for every field either side changed. */
  readonly decisions: readonly FieldDecision[]
  /** Fields where a value was overruled or held, or flagged. */
  readonly conflicts: readonly string[]
  /** Those of `conflicts` that lost nothing and are listed only by R-12; they open no conflict record. */
  readonly flagged?: readonly string[]
  /** Fields waiting for a person. */
  readonly pending: readonly string[]
  readonly hold?: Hold
  readonly branch?: { readonly name: string; readonly doc: Doc }
  readonly notices: readonly Notice[]
  readonly rejection?: { readonly code: string; readonly message: string }
}

export const PICKS = ['server', 'client', 'base', 'empty', 'both'] as const
export type Pick = (typeof PICKS)[number]
export type Choice = { readonly pick: Pick } | { readonly value: Json }
/** What a person (or the deadline) answers to a hold, by field. */
export type Choices = Readonly<Record<string, Choice>>

export const ACTIONS = [
  'choose',
  'move',
  'cancel',
  'book_anyway',
  'accept_signature',
  'request_signature',
  'reject_both',
  'restore',
] as const
export type Action = (typeof ACTIONS)[number]

export interface Held {
  readonly hold: Hold
  readonly base?: Doc | null
  readonly server: Doc | null
  readonly client: Doc | null
}

/** One booking of a resource; half-open, instants in RFC 3339 UTC. */
export interface Slot {
  readonly resource: string
  readonly start: string
  readonly end: string
}
