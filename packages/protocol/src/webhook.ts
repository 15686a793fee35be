import { z } from 'zod'
import { json, text } from './documents.ts'
import { documentName } from './upsert.ts'

/** base64 of HMAC-SHA256 over the bytes of the body, with the organisation's secret. */
export const WEBHOOK_SIGNATURE = 'x-frappe-webhook-signature'
export const WEBHOOK_BYTES_MAX = 1024 * 1024

/** A deletion is told apart by the address only: Frappe's body is the document either way. */
export const webhookQuery = z.object({ event: text(60).default('on_update') })
export type WebhookQuery = z.output<typeof webhookQuery>

/** A document as Frappe sends it; its fields stand beside these. */
export const frappeDocument = z
  .object({
    doctype: text(140).min(1),
    name: documentName,
    /** The site's wall clock: it says which of two states is newer, and no more. */
    modified: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?$/, 'must be like 2026-11-22 10:00:00.123456'),
  })
  .catchall(json)

export const webhookAnswer = z.object({
  /** `stale`: something newer was there before, or there was nothing to delete; nothing has changed. */
  status: z.enum(['applied', 'duplicate', 'stale']),
  /** Of the document after it; null = there is none. */
  version: z.int().nullable(),
})
export type WebhookAnswer = z.infer<typeof webhookAnswer>
