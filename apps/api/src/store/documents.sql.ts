import { Prisma, type Transaction } from '../platform/prisma/database.ts'
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
  d.archived_at IS NOT NULL AS archived, d.branch_of, d.reason, d.audience, d.former_audience,
  ${instantText(Prisma.sql`d.audience_at`)} AS audience_at, d.origin_device::text AS origin_device,
  d.origin_mutation::text AS origin_mutation`

type DocumentRow = Omit<StoredDocument, 'seq'> & { seq_text: string }

function toStored({ seq_text, ...row }: DocumentRow): StoredDocument {
  return { ...row, seq: seq_text }
}

const byKey = (a: DocumentKey, b: DocumentKey) =>
  a.doctype < b.doctype ? -1 : a.doctype > b.doctype ? 1 : a.name < b.name ? -1 : a.name > b.name ? 1 : 0

/** Locks documents in one order for everybody, so that two batches can not wait for each other. */
export async function lockDocuments(tx: Transaction, org: string, keys: readonly DocumentKey[]) {
  return documentsByKey(tx, org, keys, Prisma.sql`FOR UPDATE OF d`)
}

export async function readDocuments(tx: Transaction, org: string, keys: readonly DocumentKey[]) {
  return documentsByKey(tx, org, keys, Prisma.empty)
}

export async function readDocument(tx: Transaction, org: string, key: DocumentKey) {
  return (await readDocuments(tx, org, [key])).get(keyOf(key.doctype, key.name))
}

/**
 * Looks each key up by itself: a join is free to read the whole table, and does when statistics are old.
 */
async function documentsByKey(
  tx: Transaction,
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

/**
 * The last statement before commit: takes the organisation's counter, whose row lock is held until the
 * commit, and gives every written document its place in the feed. A smaller seq is therefore always
 * committed before a larger one exists (docs/adr/0002).
 */
export async function writeDocuments(
  tx: Transaction,
  org: string,
  documents: readonly Omit<StoredDocument, 'seq'>[],
): Promise<Map<string, string>> {
  if (documents.length === 0) return new Map()
  const rows = documents.map(({ data, ...document }, index) => ({ ...document, ordinal: index + 1 }))
  const written = await tx.$queryRaw<{ doctype: string; name: string; seq_text: string }[]>`
    WITH counter AS (
      UPDATE org_counter SET last_seq = last_seq + ${documents.length}::bigint
      WHERE org_id = ${org} RETURNING last_seq - ${documents.length}::bigint AS before
    )
    INSERT INTO document AS d (org_id, doctype, name, data, version, seq, modified, modified_by, deleted_at,
      archived_at, branch_of, reason, audience, former_audience, audience_at, origin_device, origin_mutation)
    SELECT ${org}, r.doctype, r.name, CASE WHEN r.deleted THEN '{}' ELSE v.data END, r.version, counter.before + r.ordinal, r.modified, r.modified_by,
      CASE WHEN r.deleted THEN r.modified END, CASE WHEN r.archived THEN r.modified END, r.branch_of, r.reason,
      r.audience, r.former_audience, r.audience_at, r.origin_device, r.origin_mutation
    FROM counter, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(ordinal bigint, doctype text, name text,
      version integer, modified timestamptz, modified_by text, deleted boolean, archived boolean,
      branch_of text, reason text, audience text[], former_audience text[], audience_at timestamptz,
      origin_device uuid, origin_mutation uuid)
    LEFT JOIN LATERAL (SELECT v.data FROM document_version v WHERE v.org_id = ${org} AND v.doctype = r.doctype
      AND v.name = r.name AND v.version = r.version LIMIT 1) AS v ON true
    ON CONFLICT (org_id, doctype, name) DO UPDATE SET data = excluded.data, version = excluded.version,
      seq = excluded.seq, modified = excluded.modified, modified_by = excluded.modified_by,
      deleted_at = CASE WHEN excluded.deleted_at IS NULL THEN NULL ELSE coalesce(d.deleted_at, excluded.deleted_at) END,
      archived_at = CASE WHEN excluded.archived_at IS NULL THEN NULL ELSE coalesce(d.archived_at, excluded.archived_at) END,
      purged_at = CASE WHEN excluded.deleted_at IS NULL THEN NULL ELSE d.purged_at END, branch_of = excluded.branch_of, reason = excluded.reason,
      audience = excluded.audience, former_audience = excluded.former_audience,
      audience_at = excluded.audience_at, origin_device = excluded.origin_device,
      origin_mutation = excluded.origin_mutation
    RETURNING d.doctype, d.name, d.seq::text AS seq_text`
  if (written.length !== documents.length) throw new Error(`Organisation ${org} has no counter`)
  return new Map(written.map((row) => [keyOf(row.doctype, row.name), row.seq_text]))
}
