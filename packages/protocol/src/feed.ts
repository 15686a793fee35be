import { z } from 'zod'
import { feedRow, instant, organisationId, readableRow, text } from './documents.ts'
import { FEED_LIMIT_DEFAULT, FEED_LIMIT_MAX, FEED_WAIT_SECONDS_MAX } from './limits.ts'

/** Exactly these: a parameter that is misspelt must not look like one that is not there. */
export const feedQuery = z.strictObject({
  org: organisationId,
  /** One DocType, a comma list, or absent for all the caller may read. */
  doctype: text(2000).optional(),
  since: text(1000).optional(),
  limit: z.coerce.number().int().min(1).max(FEED_LIMIT_MAX).default(FEED_LIMIT_DEFAULT),
  wait: z.coerce.number().min(0).max(FEED_WAIT_SECONDS_MAX).default(0),
  device_id: z.uuid().optional(),
})
export type FeedQuery = z.input<typeof feedQuery>

export const feedPage = z.object({
  rows: z.array(feedRow),
  /** Opaque and authenticated; hand it back as `since`. */
  next_since: z.string(),
  has_more: z.boolean(),
  server_ts: instant,
  epoch: z.string(),
})
export type FeedPage = z.infer<typeof feedPage>

/** As a client reads it. */
export const readablePage = feedPage.extend({ rows: z.array(readableRow) })
