import { Prisma, type Statements } from '../platform/prisma/database.ts'
import { keyOf, type StoredDocument } from './stored-document.ts'

export interface DocumentKey {
  readonly doctype: string
  readonly name: string
}

const instantText = (column: Prisma.Sql) =>
  Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** Every column of a document; instants as RFC 3339 text, so that no driver rounds them. */
const COLUMNS = Prisma.sql`d.doctype, d.name, d.data, d.version, d.seq::text AS seq_text,
  ${instantText(Prisma.sql`d.modified`)} AS modified, d.modified_by, d.deleted_at IS NOT NULL AS deleted,
  d.archived_at IS NOT NULL AS archived, d.branch_of, d.reason, d.conflict, d.audience, d.former_audience,
  ${instantText(Prisma.sql`d.audience_at`)} AS audience_at, d.origin_device::text AS origin_device,
  d.origin_mutation::text AS origin_mutation`

type DocumentRow = Omit<StoredDocument, 'seq'> & { seq_text: string }

function toStored({ seq_text, ...row }: DocumentRow): StoredDocument {
  return { ...row, seq: seq_text }
}

const byKey = (a: DocumentKey, b: DocumentKey) =>
  a.doctype < b.doctype ? -1 : a.doctype > b.doctype ? 1 : a.name < b.name ? -1 : a.name > b.name ? 1 : 0

/** Locks documents in one order for everybody, so that two batches can not wait for each other. */
export async function lockDocuments(tx: Statements, org: string, keys: readonly DocumentKey[]) {
  return documentsByKey(tx, org, keys, Prisma.sql`FOR UPDATE OF d`)
}

export async function readDocuments(tx: Statements, org: string, keys: readonly DocumentKey[]) {
  return documentsByKey(tx, org, keys, Prisma.empty)
}

export async function readDocument(tx: Statements, org: string, key: DocumentKey) {
  return (await readDocuments(tx, org, [key])).get(keyOf(key.doctype, key.name))
}

/** The documents that are at these places of the feed now: after the first of each pair, up to the second. */
export async function readDocumentsAt(
  tx: Statements,
  org: string,
  places: readonly (readonly [after: string, upTo: string])[],
): Promise<StoredDocument[]> {
  if (places.length === 0) return []
  const rows = await tx.$queryRaw<DocumentRow[]>`
    SELECT d.* FROM unnest(${places.map(([after]) => after)}::bigint[], ${places.map(([, upTo]) => upTo)}::bigint[])
      AS p(after, up_to)
    CROSS JOIN LATERAL (SELECT ${COLUMNS} FROM document d
      WHERE d.org_id = ${org} AND d.seq > p.after AND d.seq <= p.up_to AND d.purged_at IS NULL
      ORDER BY d.seq) AS d
    ORDER BY d.seq_text::bigint`
  return rows.map(toStored)
}

/**
 * Looks each key up by itself: a join is free to read the whole table, and does when statistics are old.
 */
async function documentsByKey(
  tx: Statements,
  org: string,
  keys: readonly DocumentKey[],
  lock: Prisma.Sql,
): Promise<Map<string, StoredDocument>> {
  if (keys.length === 0) return new Map()
  const sorted = [...keys].sort(byKey)
  const rows = await tx.$queryRaw<DocumentRow[]>`
    SELECT d.* FROM unnest(${sorted.map(({ doctype }) => doctype)}::text[], ${sorted.map(({ name }) => name)}::text[])
      WITH ORDINALITY AS k(doctype, name, ordinal)
    CROSS JOIN LATERAL (SELECT ${COLUMNS} FROM document d
      WHERE d.org_id = ${org} AND d.doctype = k.doctype AND d.name = k.name LIMIT 1 ${lock}) AS d
    ORDER BY k.ordinal`
  return new Map(rows.map((row) => [keyOf(row.doctype, row.name), toStored(row)]))
}
