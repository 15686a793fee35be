import { z } from 'zod'
import { conflictKind } from '../conflicts.ts'
import { instant, json } from '../documents.ts'

/** How many a digest shows at once, and how far it looks back. */
export const DIGEST_ITEMS_MAX = 50
export const DIGEST_DAYS = 30

/** One value of the caller's that was not kept; an absent value was not there. */
export const lostValue = z.object({
  field: z.string(),
  label: z.string(),
  type: z.string(),
  unit: z.string().nullable(),
  yours: json.optional(),
  /** What was kept instead. */
  kept: json.optional(),
  /** What the document has now. */
  now: json.optional(),
})
export type LostValue = z.infer<typeof lostValue>

export const digestItem = z.object({
  conflict_id: z.string(),
  revision: z.int(),
  kind: conflictKind,
  doctype: z.string(),
  name: z.string(),
  title: z.string(),
  headline: z.string(),
  /** An e-mail address, or `rule` or `timer`. */
  decided_by: z.string(),
  decided_by_name: z.string(),
  decided_at: instant,
  /** The version of the document that `now` is read from; null: it is deleted. */
  version: z.int().nullable(),
  /** Empty where a record was deleted, or kept, as a whole. */
  lost: z.array(lostValue),
  /** Fields that the caller may write back; empty where a person has to look. */
  restorable: z.array(z.string()),
})
export type DigestItem = z.infer<typeof digestItem>

/** What others, rules and the deadline settled against the caller and the caller has not been shown, latest first. */
export const digest = z.object({ items: z.array(digestItem), has_more: z.boolean() })
export type Digest = z.infer<typeof digest>

/** What has been shown; once told, it is never in a digest again. */
export const digestSeenRequest = z.object({
  items: z
    .array(z.object({ conflict_id: z.uuid(), revision: z.int().min(1).max(1_000_000) }))
    .min(1)
    .max(DIGEST_ITEMS_MAX),
})
export type DigestSeenRequest = z.infer<typeof digestSeenRequest>
