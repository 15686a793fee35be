import type { Doc, Json } from '@dartwing/rules'
import { z } from 'zod'

/** An RFC 3339 instant; a time without an offset is refused, because nobody can say when it was. */
export const instant = z.iso.datetime({ offset: true })

export const json: z.ZodType<Json> = z.json()

/** Text that every store can hold: no NUL, no half characters, bounded. */
export const text = (lengthMax: number) =>
  z
    .string()
    .max(lengthMax)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), 'has a character that is not text')

export const organisationId = text(140).min(1)

/** A JSON object of fields. The keys are checked by the server against hostile names, not here. */
export const doc = z.custom<Doc>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be a JSON object of fields',
)

export const goneReason = z.enum(['deleted', 'out_of_scope', 'archived'])
export type GoneReason = z.infer<typeof goneReason>

export const rowReason = z.enum(['write', 'linked', 'access', 'conflict'])
export type RowReason = z.infer<typeof rowReason>

/** The mark a row carries while a person has to decide something about it. */
export const rowConflict = z.object({
  id: z.string(),
  fields: z.array(z.string()),
  due_at: instant.nullable(),
})

/** One document at its latest change: what `feed`, `delta` and `GET /api/documents` all speak. */
export const feedRow = z.object({
  doctype: z.string(),
  name: z.string(),
  version: z.int(),
  /** Position in the organisation's feed; a decimal string, because it may pass 2^53. */
  seq: z.string(),
  modified: instant,
  modified_by: z.string(),
  docstatus: z.int(),
  data: doc,
  deleted: z.boolean(),
  gone: goneReason.nullable(),
  reason: rowReason,
  conflict: rowConflict.nullable(),
  origin: z.object({ device_id: z.string(), mutation_id: z.string() }).nullable(),
})
export type FeedRow = z.infer<typeof feedRow>

/**
 * How a client reads a word that a newer server may use and this release does not know: as the nearest that does
 * no harm. Never for a word that decides what becomes of a change, which must not be guessed.
 */
export function nearest<T extends z.ZodType>(known: T, otherwise: z.output<T>) {
  return z.union([known, z.string().transform(() => otherwise)])
}

/** Whatever the reason, the server has no content for us: the copy goes, what is queued about it stays. */
export const readableGone = nearest(goneReason, 'out_of_scope')

/** A row as a client reads it. */
export const readableRow = feedRow.extend({
  gone: readableGone.nullable(),
  reason: nearest(rowReason, 'write'),
})

/** Frappe wraps what a method returns; the three sync calls keep that. */
export const wrapped = <T extends z.ZodType>(message: T) => z.object({ message })
