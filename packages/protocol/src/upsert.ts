import { STRATEGIES } from '@dartwing/rules'
import { z } from 'zod'
import { doc, goneReason, instant, json, nearest, organisationId, readableGone, text } from './documents.ts'

/** A document name is shown, put into addresses and written into files: no control characters, bounded. */
export const documentName = z
  .string()
  .min(1)
  .max(140)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  .regex(/^[^\u0000-\u001f\u007f<>\\]+$/u, 'has a character a name may not have')
  .refine((name) => name.trim() === name && name !== '.' && name !== '..', 'is not a usable name')

/** As it is compared and answered with: one spelling, and never the id that a broken generator gives to all. */
const mutationId = z
  .uuid()
  .lowercase()
  .refine((id) => id !== '00000000-0000-0000-0000-000000000000', 'is the id of nothing')

/** What the database counts versions with. */
const VERSION_MAX = 2 ** 31 - 1

export const operation = z
  .object({
    mutation_id: mutationId,
    op: z.enum(['insert', 'update', 'delete', 'undelete']),
    doctype: text(140).min(1),
    name: documentName.nullish(),
    base_version: z.int().min(0).max(VERSION_MAX).nullish(),
    /** Old values of the changed fields, for when the server has pruned that version. */
    base: doc.nullish(),
    /** The changed fields; a whole document is accepted. */
    data: doc.nullish(),
    client_ts: instant,
    /** The device's own changes that this one was made over, and `base` leaves out; absent: all it has sent since. */
    over: z.array(mutationId).nullish(),
    /** Grants nothing; kept because the core protocol has it. */
    force: z.boolean().nullish(),
  })
  .refine((item) => item.op === 'insert' || typeof item.name === 'string', {
    path: ['name'],
    message: 'is needed to address a document',
  })
  .refine((item) => item.op === 'delete' || item.op === 'undelete' || item.data != null, {
    path: ['data'],
    message: 'is needed to change a document',
  })
export type Operation = z.infer<typeof operation>

/** The envelope. Items are parsed one by one, so that a bad one cannot fail its neighbours. */
export const upsertBatchRequest = z.object({
  org: organisationId,
  device_id: z.uuid(),
  sync_id: z.uuid(),
  app_version: text(60).default('unknown'),
  epoch: text(100).nullish(),
  /** The device's clock when it sent the batch: with `received_at` it cancels a constant skew. */
  client_ts: instant,
  schema: z.int().default(1),
  operations: z.array(z.unknown()),
})
export type UpsertBatchRequest = Omit<z.input<typeof upsertBatchRequest>, 'operations'> & {
  operations: z.input<typeof operation>[]
}

export const fieldDecision = z.object({
  field: z.string(),
  winner: z.enum(['server', 'client', 'both', 'pending']),
  rule: z.string(),
  reason: z.string().optional(),
  base: json.optional(),
  server: json.optional(),
  client: json.optional(),
  value: json.optional(),
})

export const notice = z.object({
  type: z.enum([
    'assignment_changed',
    'status_changed',
    'schedule_changed',
    'document_changed',
    'value_overruled',
    'branch_created',
    'review_needed',
    'deleted',
  ]),
  field: z.string().optional(),
  from: json.optional(),
  to: json.optional(),
  message: z.string(),
})

export const itemStatus = z.enum(['success', 'conflict', 'conflict_manual', 'rejected', 'retry'])
export type ItemStatus = z.infer<typeof itemStatus>

export const itemError = z.object({
  code: z.string(),
  message: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})

export const itemResult = z.object({
  mutation_id: z.string().nullable(),
  status: itemStatus,
  doctype: z.string().nullable(),
  name: z.string().nullable(),
  /** Set when the document was stored under another name than the device asked for. */
  requested_name: z.string().nullish(),
  version: z.int().nullable(),
  seq: z.string().nullable(),
  server_ts: instant,
  conflict_strategy: z.enum(STRATEGIES).nullable(),
  field_rules: z.record(z.string(), z.unknown()).nullish(),
  resolved_doc: doc.nullable(),
  gone: goneReason.nullish(),
  server_doc: doc.nullish(),
  client_doc: doc.nullish(),
  conflicts: z.array(z.string()),
  decisions: z.array(fieldDecision),
  conflict_id: z.string().nullable(),
  due_at: instant.nullable(),
  notifications: z.array(notice),
  branch: z.object({ name: z.string() }).nullable(),
  error: itemError.nullable(),
  rule_set: z.string().nullish(),
  replayed: z.boolean(),
})
export type ItemResult = z.infer<typeof itemResult>

/** As a client reads it; a status that is not known is not readable, and the change stays in the queue. */
export const readableResult = itemResult.extend({
  gone: readableGone.nullish(),
  conflict_strategy: nearest(itemResult.shape.conflict_strategy, null),
  decisions: z.array(fieldDecision.extend({ winner: nearest(fieldDecision.shape.winner, 'server') })),
  notifications: z.array(notice.extend({ type: nearest(notice.shape.type, 'document_changed') })),
})

export const upsertBatchResponse = z.object({ results: z.array(itemResult), server_ts: instant })
export type UpsertBatchResponse = z.infer<typeof upsertBatchResponse>
