/** What one DocType declares about itself. Plain data: no function, so it can be hashed, shown and replayed. */
import type { Json, Role, Strategy } from './shapes.ts'

export const AREAS = [
  'operations',
  'crm',
  'hr',
  'workflow',
  'communications',
  'growth',
  'configuration',
  'linked',
  'core',
] as const
export type Area = (typeof AREAS)[number]

export type FieldType =
  | 'text'
  | 'long_text'
  | 'rich_text'
  | 'select'
  | 'link'
  | 'date'
  | 'time'
  | 'datetime'
  | 'duration'
  | 'int'
  | 'float'
  | 'currency'
  | 'check'
  | 'json'
  | 'table'
  | 'attachments'
  | 'signature'
  | 'image'
  | 'geo'

export interface FieldDef {
  readonly label: string
  readonly type: FieldType
  readonly options?: readonly string[]
  readonly link_to?: string
  /** Decimal places that count when two numbers are compared. */
  readonly precision?: number
  /** What a duration counts. */
  readonly unit?: 'min' | 's'
  /** Computed by the rules from other fields, never written by a device. */
  readonly derived?: true
  readonly row_fields?: Readonly<Record<string, FieldDef>>
  readonly required?: true
}

/** Fields that describe one fact and are won together. */
export interface FieldGroup {
  readonly name: string
  readonly label: string
  readonly fields: readonly string[]
}

export interface ChildTableRule {
  readonly child_field: string
  readonly merge_strategy: 'union'
  readonly dedup_key: string
  readonly order_by?: string
  readonly conflict_on_same_key?: 'first_write_wins' | 'sum_quantities'
  /** Rows are added, never edited or removed by a client. */
  readonly append_only?: true
  /** Fields beside the key that make a row another row (unit, batch). */
  readonly distinct_by?: readonly string[]
}

export interface TombstoneRule {
  readonly allow_delete: boolean
  readonly tombstone_ttl_days?: number
  readonly tombstone_wins_over_update?: boolean
}

/** Documents of this DocType that go stale when the linked document changes. */
export interface LinkRule {
  /** The DocType linked to, e.g. `Address`. */
  readonly doctype: string
  /** The field of this DocType that holds the linked document's name. */
  readonly field: string
  /** Only documents whose `field` is none of `not_in` are refreshed. */
  readonly open?: { readonly field: string; readonly not_in: readonly string[] }
}

export interface ExclusiveSlot {
  /** The first of these that is present names the resource; without one it is the organisation's calendar. */
  readonly resource: readonly string[]
  readonly start: string
  readonly end: string
  /** Minutes, where no end is given. */
  readonly duration: string
  /** Wall-clock date and time, where no start instant is given. */
  readonly date: string
  readonly time: string
  /** A document in one of these states books nothing. */
  readonly released: { readonly field: string; readonly values: readonly string[] }
}

export interface Rights {
  readonly read: readonly Role[]
  readonly insert: readonly Role[]
  readonly update: readonly Role[]
  readonly delete: readonly Role[]
}

/** The lists of fields a strategy consults, in the order of their precedence. */
export const FIELD_LISTS = [
  'manual_resolve_fields',
  'conflict_fields',
  'auto_merge_fields',
  'last_write_wins_fields',
  'server_wins_fields',
  'client_wins_fields',
  'exception_fields',
] as const
export type FieldList = (typeof FIELD_LISTS)[number]

export type HandlerName = 'conversation' | 'appointment' | 'form_submission'

/** The keys of one entry of the plan's strategy table. */
export interface PlanEntry extends Partial<Readonly<Record<FieldList, readonly string[]>>> {
  readonly strategy: Strategy
  readonly reason: string
  readonly conflict_notification?: true
  readonly resolution_hint?: string
  readonly merge_behavior?: string
  readonly child_table?: string
  readonly order_by?: string
  readonly dedup_key?: string
  readonly conflict_creates_branch?: true
  readonly version_field?: string
  readonly branch_naming?: string
}

export interface DocTypeRule extends PlanEntry {
  readonly name: string
  readonly area: Area
  /** Prefix of generated names, e.g. `JOB-`. */
  readonly series?: string
  /** What a person calls a record: the first of these that has a value. */
  readonly title_fields: readonly string[]
  readonly fields: Readonly<Record<string, FieldDef>>
  readonly groups?: readonly FieldGroup[]
  readonly child_tables?: readonly ChildTableRule[]
  readonly tombstone: TombstoneRule
  /** Where deletion is not allowed: what a client's delete writes instead. */
  readonly on_delete?: { readonly field: string; readonly value: Json }
  readonly archive_after_days?: number
  readonly links?: readonly LinkRule[]
  readonly exclusive_slot?: ExclusiveSlot
  readonly rights: Rights
  readonly server_only_fields?: readonly string[]
  readonly insert_only_fields?: readonly string[]
  /** Fields only these roles may write. */
  readonly field_roles?: Readonly<Record<string, readonly Role[]>>
  /** These roles see only the records whose `field` holds their e-mail. */
  readonly visibility?: { readonly field: string; readonly roles: readonly Role[] }
  /** Notices a moved field causes instead of `document_changed`, in order. */
  readonly notices?: readonly MovedNotice[]
  readonly handler?: HandlerName
  /** What the deadline does with a hold a person must judge. */
  readonly on_timeout?: 'server_wins' | 'escalate'
}

export interface MovedNotice {
  readonly type: 'assignment_changed' | 'status_changed' | 'schedule_changed'
  readonly fields: readonly string[]
}

/** The pseudo-field that stands for the whole document in decisions and choices about deletes. */
export const DOCUMENT_FIELD = '_document'
