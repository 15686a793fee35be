import { ACTIONS, PICKS } from '@dartwing/rules'
import { z } from 'zod'
import { calendar } from './conflicts/calendar.ts'
import { looker, person } from './conflicts/people.ts'
import { doc, instant, json, organisationId, text } from './documents.ts'
import { EXTEND_HOURS_MAX, HOLD_MINUTES_MAX } from './limits.ts'
import { timerPause } from './overview/timers.ts'
import { fieldDecision } from './upsert.ts'

export const conflictKind = z.enum(['field_conflict', 'slot_collision', 'signature_review', 'delete_edit'])
export type ConflictKind = z.infer<typeof conflictKind>

export const conflictState = z.enum(['open', 'resolved', 'auto_resolved', 'withdrawn'])
export type ConflictState = z.infer<typeof conflictState>

export const conflictView = z.enum(['mine', 'team', 'auto', 'resolved'])
export type ConflictView = z.infer<typeof conflictView>

/** The longest search, in characters. */
export const SEARCH_MAX = 200

export const conflictListQuery = z.object({
  org: organisationId,
  view: conflictView.default('team'),
  doctype: text(140).optional(),
  kind: conflictKind.optional(),
  /** In title, sentence or name. */
  q: text(SEARCH_MAX).optional(),
  /** An account's id. */
  assignee: z.union([z.enum(['me', 'none']), z.uuid()]).optional(),
  due_before: instant.optional(),
  cursor: text(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type ConflictListQuery = z.input<typeof conflictListQuery>

/** What happens if nobody decides: shown with the deadline, so that the timer never surprises. */
export const timeoutOutcome = z.enum(['server_wins', 'escalate'])

export const conflictSummary = z.object({
  id: z.string(),
  kind: conflictKind,
  doctype: z.string(),
  name: z.string(),
  /** What a person calls the record, e.g. "Ortega, boiler service". */
  title: z.string(),
  /** One plain sentence: what happened, who did it, when. */
  headline: z.string(),
  state: conflictState,
  revision: z.int(),
  fields: z.array(z.string()),
  opened_at: instant,
  due_at: instant.nullable(),
  timeout_outcome: timeoutOutcome,
  /** When its deadline passed and the admins were told; null = it has not, or it has been extended since. */
  escalated_at: instant.nullable(),
  resolved_at: instant.nullable(),
  resolved_by: z.string().nullable(),
  submitted_by: z.string(),
  /** Who was asked to decide. Others may all the same. */
  assignee: person.nullable().default(null),
})
export type ConflictSummary = z.infer<typeof conflictSummary>

const looking = z.array(looker).default([])
/** Its timer stands still: the deadline decides nothing and goes to nobody. */
const paused = timerPause.nullable().default(null)

export const conflictList = z.object({
  items: z.array(conflictSummary.extend({ looking, paused })),
  next_cursor: z.string().nullable(),
  /** How many items of this view match the filters, on all pages; null = the server does not say. */
  matching: z.int().nullable().default(null),
  counts: z.object({ mine: z.int(), team: z.int(), auto: z.int(), resolved: z.int() }),
  server_now: instant,
})
export type ConflictList = z.infer<typeof conflictList>

export const side = z.object({
  /** The account's e-mail address, or `system`. */
  actor: z.string(),
  actor_name: z.string(),
  at: instant.nullable(),
  /** A short name by which people tell devices apart. */
  device: z.string().nullable(),
  app_version: z.string().nullable(),
  /** How long the device had been without contact, in seconds. */
  offline_seconds: z.number().nullable(),
})
export type Side = z.infer<typeof side>

export const fieldView = z.object({
  name: z.string(),
  label: z.string(),
  /** The field's type in the rule (`text`, `datetime`, `duration`, ...): decides how a value is shown. */
  type: z.string(),
  options: z.array(z.string()).nullable(),
  /** `min` or `s` for durations. */
  unit: z.string().nullable(),
  /** Fields of one group are chosen together; null = stands alone. */
  group: z.object({ name: z.string(), label: z.string() }).nullable(),
  /** How child rows or files are told apart and brought together; null = the value has no rows. */
  rows: z
    .object({
      key: z.string().nullable(),
      rule: z.enum(['keyed', 'union', 'sum_quantities']),
      columns: z.record(z.string(), z.string()),
    })
    .nullable()
    .default(null),
  base: json.optional(),
  server: json.optional(),
  client: json.optional(),
  merged: json.optional(),
  disposition: z.enum(['needs_choice', 'settled', 'unchanged']),
  winner: z.enum(['server', 'client', 'both', 'pending']).nullable(),
  rule: z.string().nullable(),
  reason: z.string().nullable(),
  /** May this caller write it? */
  editable: z.boolean(),
})
export type FieldView = z.infer<typeof fieldView>

/** For a slot collision: the other document that holds the slot. */
export const collidingDocument = z.object({
  doctype: z.string(),
  name: z.string(),
  title: z.string(),
  version: z.int(),
  data: doc,
  side: side,
})

/** What happens to a conflict, as its history tells it. */
export const CONFLICT_HISTORY = [
  'detected',
  'candidate_joined',
  'settled_by_rule',
  'server_changed',
  'withdrawn',
  'claimed',
  'reassigned',
  'extended',
  'escalated',
  'resolved',
  'auto_resolved',
  'undone',
] as const
export type ConflictHistoryType = (typeof CONFLICT_HISTORY)[number]

export const conflictHistoryEntry = z.object({
  /** One of `CONFLICT_HISTORY`, or what a later release adds. */
  type: z.string(),
  at: instant,
  actor: z.string(),
  actor_name: z.string(),
  detail: json,
})

export const resolutionRecord = z.object({
  action: z.string(),
  by: z.string(),
  by_name: z.string(),
  at: instant,
  comment: z.string().nullable(),
  decisions: z.array(fieldDecision),
  version: z.int().nullable(),
})

/** A version of the document since the decision, or while it is open, since it was asked about. */
export const laterEdit = z.object({
  version: z.int(),
  actor: z.string(),
  actor_name: z.string(),
  at: instant,
  device: z.string().nullable(),
  fields: z.array(z.string()),
})
export type LaterEdit = z.infer<typeof laterEdit>

export const conflictDetail = conflictSummary.extend({
  looking,
  paused,
  server_now: instant,
  time_zone: z.string(),
  base: doc.nullable(),
  server: doc.nullable(),
  client: doc.nullable(),
  sides: z.object({ server: side, client: side, base: side.nullable() }),
  fields_view: z.array(fieldView),
  decisions: z.array(fieldDecision),
  conflict_type: z.string().nullable(),
  hint: z.string().nullable(),
  strategy: z.string(),
  strategy_reason: z.string(),
  rule_set: z.string(),
  /** What people call the linked records, by name: a link is shown by its title. */
  link_titles: z.record(z.string(), z.string()),
  calendar: calendar.nullable(),
  other: collidingDocument.nullable(),
  permissions: z.object({
    resolve: z.boolean(),
    undo: z.boolean(),
    extend: z.boolean(),
    book_anyway: z.boolean(),
    /** A few minutes more, once: to finish deciding. */
    hold: z.boolean().default(false),
    reassign: z.boolean().default(false),
  }),
  actions: z.array(z.enum(ACTIONS)),
  resolution: resolutionRecord.nullable(),
  history: z.array(conflictHistoryEntry),
  later_edits: z.array(laterEdit).default([]),
})
export type ConflictDetail = z.infer<typeof conflictDetail>

export const choice = z.union([z.object({ pick: z.enum(PICKS) }), z.object({ value: json })])

/** `resolve` carries `If-Match: "<revision>"` and `Idempotency-Key`; `preview` takes the same body. */
export const resolveRequest = z.object({
  action: z.enum(ACTIONS).default('choose'),
  choices: z.record(z.string(), choice).default({}),
  /** Which document of a slot collision the action moves or cancels: this one, or the other. */
  target: z.enum(['this', 'other']).default('this'),
  comment: text(4000).nullish(),
})
export type ResolveRequest = z.input<typeof resolveRequest>

/** `undo` takes back what a decision did and asks again; same headers as `resolve`. */
export const undoRequest = z.object({ comment: text(4000).nullish() })
export type UndoRequest = z.input<typeof undoRequest>

/**
 * `extend` moves the deadline of an open conflict; same headers as `resolve`. Hours are for those who may `extend`,
 * minutes for those who may `hold`.
 */
export const extendRequest = z
  .object({
    hours: z.int().min(1).max(EXTEND_HOURS_MAX).optional(),
    minutes: z.int().min(1).max(HOLD_MINUTES_MAX).optional(),
    comment: text(4000).nullish(),
  })
  .refine(({ hours, minutes }) => (hours === undefined) !== (minutes === undefined), {
    path: ['hours'],
    message: 'say hours, or minutes',
  })
export type ExtendRequest = z.input<typeof extendRequest>

const changedField = z.object({
  field: z.string(),
  label: z.string(),
  from: json.optional(),
  to: json.optional(),
})

export const previewResponse = z.object({
  revision: z.int(),
  rule_set: z.string(),
  complete: z.boolean(),
  /** Fields still waiting for a choice. */
  pending: z.array(z.string()),
  doc: doc.nullable(),
  /** What will differ from the stored document. */
  changes: z.array(changedField),
  /** What will differ in other records. */
  touched: z
    .array(
      z.object({ doctype: z.string(), name: z.string(), title: z.string(), changes: z.array(changedField) }),
    )
    .default([]),
  /** Values of either side that will not be in the document; they stay restorable. */
  discarded: z.array(
    z.object({
      field: z.string(),
      label: z.string(),
      side: z.enum(['server', 'client']),
      value: json.optional(),
    }),
  ),
  /** The names of those who will be told. */
  notified: z.array(z.string()),
  decisions: z.array(fieldDecision),
})
export type PreviewResponse = z.infer<typeof previewResponse>

/** The answer to `resolve`, `undo`, `extend` and `reassign`. */
export const resolveResponse = z.object({
  conflict: conflictDetail,
  version: z.int().nullable(),
  replayed: z.boolean(),
})
export type ResolveResponse = z.infer<typeof resolveResponse>
