/** The same news for browsers that have no page open. */
import { z } from 'zod'
import { text } from '../documents.ts'

/** What a browser was given by its push service, and how its person wants to be spoken to there. */
export const pushSubscriptionRequest = z.object({
  endpoint: z
    .url()
    .max(1000)
    .regex(/^[!-~]+$/),
  keys: z.object({
    p256dh: z.string().regex(/^[\w-]{87}=?$/),
    auth: z.string().regex(/^[\w-]{22,86}={0,2}$/),
  }),
  language: text(35).min(2),
  time_zone: text(64).min(1),
})
export type PushSubscriptionRequest = z.infer<typeof pushSubscriptionRequest>

export const pushSubscriptionReceipt = z.object({ id: z.string() })

/** What is in a push message, encrypted for one browser. */
export const pushMessage = z.object({
  /** Of the oldest it tells of: sent again, it takes the place of itself. */
  id: z.string(),
  title: z.string(),
  body: z.string(),
  language: z.string(),
  /** A path of the resolver. */
  path: z.string(),
})
export type PushMessage = z.infer<typeof pushMessage>
