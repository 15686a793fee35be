import { z } from 'zod'
import { instant, text } from '../documents.ts'

/** Nobody is asked more often. */
export const FEEDBACK_EVERY_DAYS = 7
export const FEEDBACK_COMMENT_MAX = 2000

/** May the caller be asked now? */
export const feedbackState = z.object({ ask: z.boolean() })
export type FeedbackState = z.infer<typeof feedbackState>

/** How it went with one conflict. Without a score: skipped, or only told that something was lost. */
export const feedbackRequest = z.object({
  conflict_id: z.uuid(),
  score: z.int().min(1).max(5).nullable(),
  /** "This lost my data": kept with the conflict and the version its document has then. */
  lost_data: z.boolean().default(false),
  comment: text(FEEDBACK_COMMENT_MAX).nullish(),
})
export type FeedbackRequest = z.input<typeof feedbackRequest>

export const feedbackReceipt = z.object({
  id: z.string(),
  created_at: instant,
  /** The document as it was when this was said; null: it is gone. */
  document_version: z.int().nullable(),
})
export type FeedbackReceipt = z.infer<typeof feedbackReceipt>
