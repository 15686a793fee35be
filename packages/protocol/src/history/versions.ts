import { z } from 'zod'
import { doc, instant, json, organisationId, text } from '../documents.ts'
import { fieldDecision } from '../upsert.ts'

export const historyQuery = z.object({
  org: organisationId.optional(),
  cursor: text(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
})
export type HistoryQuery = z.output<typeof historyQuery>

/** A field that is absent on one side was not there. */
export const fieldChange = z.object({
  field: z.string(),
  label: z.string(),
  before: json.optional(),
  after: json.optional(),
})
export type FieldChange = z.infer<typeof fieldChange>

/** Who made a version, when, and by which change. */
export const versionOrigin = z.object({
  version: z.int(),
  /** An e-mail address, or `frappe` or `timer`. */
  author: z.string(),
  author_name: z.string(),
  /** A short name by which people tell devices apart; null = made without one. */
  device: z.string().nullable(),
  mutation_id: z.string(),
  /** `insert`, `update`, `delete`, `undelete`, or what a person or the deadline did about a conflict. */
  op: z.string(),
  /** When it was made, corrected for the device's clock. */
  effective_at: instant,
  /** When it was accepted. */
  created_at: instant,
})
export type VersionOrigin = z.infer<typeof versionOrigin>

/** A change that met this version and left it as it was: overruled, or held for a person. */
export const attempt = z.object({
  author: z.string(),
  author_name: z.string(),
  device: z.string().nullable(),
  mutation_id: z.string(),
  op: z.string(),
  status: z.enum(['conflict', 'conflict_manual']),
  received_at: instant,
  decisions: z.array(fieldDecision),
  conflict_id: z.string().nullable(),
})

export const historyEntry = versionOrigin.extend({
  deleted: z.boolean(),
  /** Null = the version before this one is no longer kept. */
  changes: z.array(fieldChange).nullable(),
  /** What the rules, or a person, decided, with the values that lost. */
  decisions: z.array(fieldDecision),
  conflict_id: z.string().nullable(),
  /** Hash of the rule set that decided. */
  rule_set: z.string().nullable(),
  attempts: z.array(attempt),
})
export type HistoryEntry = z.infer<typeof historyEntry>

/** How a field is called and shown, and whether the caller may write it. */
export const describedField = z.object({
  label: z.string(),
  type: z.string(),
  unit: z.string().nullable(),
  editable: z.boolean(),
})
export type DescribedField = z.infer<typeof describedField>

/** By the field's name. */
const describedFields = z.record(z.string(), describedField).default({})

/** The document as it is now. */
export const documentNow = z.object({
  title: z.string(),
  version: z.int(),
  /** Null: it is deleted. */
  data: doc.nullable(),
  /** Its open conflict. */
  conflict_id: z.string().nullable(),
})
export type DocumentNow = z.infer<typeof documentNow>

/** The newest first. */
export const historyPage = z.object({
  items: z.array(historyEntry),
  next_cursor: z.string().nullable(),
  now: documentNow.nullable().default(null),
  fields: describedFields,
})
export type HistoryPage = z.infer<typeof historyPage>

/** The document as it was; `data` is null where this version deleted it. */
export const documentVersion = versionOrigin.extend({
  doctype: z.string(),
  name: z.string(),
  data: doc.nullable(),
  fields: describedFields,
})
export type DocumentVersion = z.infer<typeof documentVersion>
