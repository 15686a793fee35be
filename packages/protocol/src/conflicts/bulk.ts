/** Many decisions in one call, each on its own: what fails keeps none of its neighbours from being done. */
import { z } from 'zod'
import { conflictSummary, previewResponse, resolveRequest } from '../conflicts.ts'
import { instant } from '../documents.ts'
import { BULK_ITEMS_MAX } from '../limits.ts'
import { problem } from '../problems.ts'

/** `resolve` with its headers in the body. `preview` needs neither revision nor key. */
export const bulkItem = resolveRequest.extend({
  id: z.string(),
  revision: z.int().min(0).nullish(),
  idempotency_key: z.string().min(8).max(200).nullish(),
})
export type BulkItem = z.input<typeof bulkItem>

/** Items are read one by one: a malformed one is its own problem. */
export const bulkRequest = z.object({
  mode: z.enum(['preview', 'resolve']),
  items: z.array(z.unknown()).min(1).max(BULK_ITEMS_MAX),
})
export type BulkRequest = Omit<z.input<typeof bulkRequest>, 'items'> & { items: BulkItem[] }

/** One per item, in their order. */
export const bulkResult = z.object({
  /** As it was sent; null where there was none. */
  id: z.string().nullable(),
  ok: z.boolean(),
  /** Resolved: the conflict as it is now. */
  conflict: conflictSummary.nullable(),
  version: z.int().nullable(),
  replayed: z.boolean(),
  /** Previewed: what would be. */
  preview: previewResponse.nullable(),
  /** What the single call would have answered. */
  problem: problem.nullable(),
})
export type BulkResult = z.infer<typeof bulkResult>

export const bulkResponse = z.object({ results: z.array(bulkResult), server_now: instant })
export type BulkResponse = z.infer<typeof bulkResponse>
