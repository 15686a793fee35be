import { Prisma, type Statements } from '../platform/prisma/database.ts'
import type { DocumentKey } from './documents.sql.ts'
import { type BookedTime, keyOf } from './stored-document.ts'

export interface BookedSlot extends BookedTime, DocumentKey {}

const BOOKING_COLUMNS = Prisma.sql`s.doctype, s.name, s.resource, s.overridden,
  to_char(lower(s.during) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS start,
  to_char(upper(s.during) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "end"`

/** Serialises everyone who may book the same resource; sorted, so that nobody waits in a circle. */
export async function lockResources(
  tx: Statements,
  org: string,
  resources: readonly string[],
): Promise<void> {
  if (resources.length === 0) return
  const sorted = [...new Set(resources)].sort()
  await tx.$queryRaw`
    SELECT count(pg_advisory_xact_lock(hashtextextended(${org} || chr(31) || r.resource, 0)))
    FROM (SELECT unnest(${sorted}::text[]) AS resource ORDER BY 1) r`
}

/** All bookings of these resources that touch the window, earliest first. */
export async function slotsBetween(
  tx: Statements,
  org: string,
  resources: readonly string[],
  window: { readonly from: string; readonly to: string },
): Promise<BookedSlot[]> {
  if (resources.length === 0) return []
  return tx.$queryRaw<BookedSlot[]>`
    SELECT ${BOOKING_COLUMNS} FROM slot s
    WHERE s.org_id = ${org} AND s.resource = ANY(${[...resources]}::text[])
      AND s.during && tstzrange(${window.from}::timestamptz, ${window.to}::timestamptz)
    ORDER BY s.resource, lower(s.during), s.name`
}

/** What each of these documents has booked. */
export async function bookingsOf(
  tx: Statements,
  org: string,
  keys: readonly DocumentKey[],
): Promise<Map<string, BookedSlot>> {
  if (keys.length === 0) return new Map()
  const rows = await tx.$queryRaw<BookedSlot[]>`
    SELECT ${BOOKING_COLUMNS} FROM slot s
    JOIN jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS k(doctype text, name text)
      ON s.doctype = k.doctype AND s.name = k.name
    WHERE s.org_id = ${org} ORDER BY s.doctype, s.name`
  return new Map(rows.map((row) => [keyOf(row.doctype, row.name), row]))
}

/** Frees what these documents had booked and books anew. A collision ends the transaction (23P01). */
export async function replaceSlots(
  tx: Statements,
  org: string,
  documents: readonly DocumentKey[],
  slots: readonly BookedSlot[],
): Promise<void> {
  if (documents.length === 0) return
  await tx.$executeRaw`
    DELETE FROM slot s USING jsonb_to_recordset(${JSON.stringify(documents)}::jsonb) AS k(doctype text, name text)
    WHERE s.org_id = ${org} AND s.doctype = k.doctype AND s.name = k.name`
  if (slots.length === 0) return
  await tx.$executeRaw`
    INSERT INTO slot (org_id, doctype, name, resource, during, overridden)
    SELECT ${org}, r.doctype, r.name, r.resource, tstzrange(r.start, r."end"), r.overridden
    FROM jsonb_to_recordset(${JSON.stringify(slots)}::jsonb) AS r(doctype text, name text, resource text,
      start timestamptz, "end" timestamptz, overridden boolean)
    ORDER BY r.resource, r.start`
}
