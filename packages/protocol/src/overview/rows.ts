import { z } from 'zod'
import { conflictKind, conflictState } from '../conflicts.ts'
import { instant, organisationId, text } from '../documents.ts'
import { metricName, period } from './metrics.ts'

/** What the numbers are computed from. */
export const overviewTable = z.enum(['syncs', 'conflicts', 'feedback'])
export type OverviewTable = z.infer<typeof overviewTable>

export const overviewRowsQuery = z.object({
  org: organisationId.optional(),
  metric: metricName,
  ...period,
  cursor: text(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type OverviewRowsQuery = z.output<typeof overviewRowsQuery>

/** The whole table of the period, as CSV. */
export const overviewExportQuery = z.object({
  org: organisationId.optional(),
  table: overviewTable,
  ...period,
})
export type OverviewExportQuery = z.output<typeof overviewExportQuery>

export const syncRow = z.object({
  sync_id: z.string(),
  device_id: z.string(),
  app_version: z.string(),
  started_at: instant,
  ended_at: instant,
  seconds: z.number(),
  items: z.int(),
  conflicts: z.int(),
  held: z.int(),
  rejected: z.int(),
  merged: z.int(),
})
export type SyncRow = z.infer<typeof syncRow>

export const conflictRow = z.object({
  conflict_id: z.string(),
  doctype: z.string(),
  name: z.string(),
  title: z.string(),
  kind: conflictKind,
  state: conflictState,
  fields: z.array(z.string()),
  rules: z.array(z.string()),
  opened_at: instant,
  due_at: instant.nullable(),
  resolved_at: instant.nullable(),
  resolved_by: z.string().nullable(),
  submitted_by: z.string(),
  device_id: z.string().nullable(),
  app_version: z.string().nullable(),
  /** How often a decision about it was taken back. */
  undone: z.int(),
})
export type ConflictRow = z.infer<typeof conflictRow>

export const feedbackRow = z.object({
  feedback_id: z.string(),
  conflict_id: z.string(),
  title: z.string(),
  person: z.string(),
  created_at: instant,
  score: z.int().nullable(),
  lost_data: z.boolean(),
  comment: z.string().nullable(),
  document_version: z.int().nullable(),
})
export type FeedbackRow = z.infer<typeof feedbackRow>

const next_cursor = z.string().nullable()

/** The rows behind a number; which they are, `table` tells. */
export const overviewRows = z.discriminatedUnion('table', [
  z.object({ table: z.literal('syncs'), items: z.array(syncRow), next_cursor }),
  z.object({ table: z.literal('conflicts'), items: z.array(conflictRow), next_cursor }),
  z.object({ table: z.literal('feedback'), items: z.array(feedbackRow), next_cursor }),
])
export type OverviewRows = z.infer<typeof overviewRows>
