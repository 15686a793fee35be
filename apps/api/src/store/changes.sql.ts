import { Prisma, type Statements } from '../platform/prisma/database.ts'
import { SettledElsewhere } from '../platform/prisma/sql-state.ts'
import type { Receipt } from './ledger.sql.ts'
import { keyOf, type StoredDocument } from './stored-document.ts'
import { type NewVersion, versionKeyOf } from './versions.sql.ts'

export interface Changes {
  readonly receipts: readonly Receipt[]
  readonly versions: readonly NewVersion[]
  /** As they are from now on, in the order of their places in the feed. */
  readonly documents: readonly Omit<StoredDocument, 'seq'>[]
}

/**
 * The last statement before commit: receipts, versions and documents, each value sent once. It goes in this
 * order, by what each step reads of the one before it: receipts, versions, the counter, documents.
 *
 * Returns the seq of each document.
 */
export async function writeChanges(
  tx: Statements,
  org: string,
  { receipts, versions, documents }: Changes,
  now: string,
): Promise<Map<string, string>> {
  if (receipts.length === 0 && documents.length === 0) return new Map()
  const [written] = await tx.$queryRaw<Written[]>`
    WITH received AS MATERIALIZED (${received(receipts)}), ledger AS (${writeReceipts(org, now)}),
      kept AS (${writeVersions(org, versions)}), counter AS (${takeCounter(org, documents.length)}),
      placed AS (${writeDocuments(org, documents, versions)})
    SELECT (SELECT count(*) FROM ledger)::integer AS receipts, (SELECT count(*) FROM placed)::integer AS documents,
      (SELECT before FROM counter)::text AS before`
  if (written === undefined || written.receipts < receipts.length) throw new SettledElsewhere()
  if (written.documents !== documents.length) throw new Error(`Organisation ${org} has no counter`)
  const before = BigInt(written.before ?? 0)
  return new Map(
    documents.map(({ doctype, name }, index) => [keyOf(doctype, name), String(before + BigInt(index) + 1n)]),
  )
}

const received = (receipts: readonly Receipt[]) => Prisma.sql`
  SELECT * FROM jsonb_to_recordset(${JSON.stringify(receipts)}::jsonb) AS r(mutation_id uuid, account_id uuid,
    device_id uuid, sync_id uuid, content_hash text, op text, doctype text, name text, base_version integer,
    sent jsonb, status text, version integer, result jsonb, rule_set text)`

/**
 * Of concurrent duplicates the database lets exactly one through. The others end after this statement, with
 * everything they did, and are answered by that one's receipt when they run again.
 */
const writeReceipts = (org: string, now: string) => Prisma.sql`
  INSERT INTO mutation (org_id, mutation_id, account_id, device_id, sync_id, content_hash, op, doctype, name,
    base_version, sent, status, version, result, rule_set, received_at)
  SELECT ${org}, r.mutation_id, r.account_id, r.device_id, r.sync_id, r.content_hash, r.op, r.doctype, r.name,
    r.base_version, r.sent, r.status, r.version, r.result, r.rule_set, ${now}::timestamptz
  FROM received r
  ON CONFLICT (org_id, mutation_id) DO NOTHING
  RETURNING 1`

/** The data of a version is often what its mutation sent, which is here already. */
const writeVersions = (org: string, versions: readonly NewVersion[]) => Prisma.sql`
  INSERT INTO document_version (org_id, doctype, name, version, data, author, device_id, mutation_id,
    effective_at, created_at)
  SELECT ${org}, v.doctype, v.name, v.version,
    CASE WHEN v.as_sent THEN r.sent -> 'data' ELSE nullif(v.data, 'null'::jsonb) END, v.author, v.device_id,
    v.mutation_id, v.effective_at, v.created_at
  FROM jsonb_to_recordset(${JSON.stringify(versions.map(withoutSent))}::jsonb) AS v(doctype text, name text,
    version integer, data jsonb, as_sent boolean, author text, device_id uuid, mutation_id uuid,
    effective_at timestamptz, created_at timestamptz)
  LEFT JOIN received r ON v.as_sent AND r.mutation_id = v.mutation_id
  RETURNING doctype, name, version, data`

/**
 * The counter's row stays locked until the commit, so a smaller seq is always committed before a larger one
 * exists (docs/adr/0002). By asking for both counts it waits until nothing is left to do that could wait for
 * another transaction.
 */
const takeCounter = (org: string, places: number) => Prisma.sql`
  UPDATE org_counter SET last_seq = last_seq + ${places}::bigint
  WHERE org_id = ${org} AND ${places}::bigint > 0
    AND (SELECT count(*) FROM ledger) + (SELECT count(*) FROM kept) >= 0
  RETURNING last_seq - ${places}::bigint AS before`

const writeDocuments = (
  org: string,
  documents: Changes['documents'],
  versions: readonly NewVersion[],
) => Prisma.sql`
  INSERT INTO document AS d (org_id, doctype, name, data, version, seq, modified, modified_by, deleted_at,
    archived_at, branch_of, reason, conflict, audience, former_audience, audience_at, origin_device, origin_mutation)
  SELECT ${org}, r.doctype, r.name, CASE WHEN r.deleted THEN '{}' ELSE coalesce(k.data, r.data) END, r.version,
    counter.before + r.ordinal, r.modified, r.modified_by, CASE WHEN r.deleted THEN r.modified END,
    CASE WHEN r.archived THEN r.modified END, r.branch_of, r.reason,
    nullif(r.conflict, 'null'::jsonb), r.audience, r.former_audience,
    r.audience_at, r.origin_device, r.origin_mutation
  FROM counter
  CROSS JOIN jsonb_to_recordset(${JSON.stringify(placesOf(documents, versions))}::jsonb) AS r(ordinal bigint,
    doctype text, name text, data jsonb, version integer, modified timestamptz, modified_by text,
    deleted boolean, archived boolean, branch_of text, reason text, conflict jsonb,
    audience text[], former_audience text[],
    audience_at timestamptz, origin_device uuid, origin_mutation uuid)
  LEFT JOIN kept k ON k.doctype = r.doctype AND k.name = r.name AND k.version = r.version
  ON CONFLICT (org_id, doctype, name) DO UPDATE SET data = excluded.data, version = excluded.version,
    seq = excluded.seq, modified = excluded.modified, modified_by = excluded.modified_by,
    deleted_at = CASE WHEN excluded.deleted_at IS NULL THEN NULL ELSE coalesce(d.deleted_at, excluded.deleted_at) END,
    archived_at = CASE WHEN excluded.archived_at IS NULL THEN NULL ELSE coalesce(d.archived_at, excluded.archived_at) END,
    purged_at = CASE WHEN excluded.deleted_at IS NULL THEN NULL ELSE d.purged_at END, branch_of = excluded.branch_of, reason = excluded.reason,
    conflict = excluded.conflict, audience = excluded.audience, former_audience = excluded.former_audience,
    audience_at = excluded.audience_at, origin_device = excluded.origin_device,
    origin_mutation = excluded.origin_mutation
  RETURNING 1`

interface Written {
  readonly receipts: number
  readonly documents: number
  /** The organisation's last seq before these; null = no document was placed. */
  readonly before: string | null
}

const withoutSent = (version: NewVersion) => (version.as_sent ? { ...version, data: null } : version)

/** The rows of the documents; the data of those that have a new version is with that version. */
function placesOf(documents: Changes['documents'], versions: readonly NewVersion[]) {
  const isNew = new Set(versions.map(({ doctype, name, version }) => versionKeyOf(doctype, name, version)))
  return documents.map(({ data, ...document }, index) => {
    const ordinal = index + 1
    const { doctype, name, version } = document
    return isNew.has(versionKeyOf(doctype, name, version))
      ? { ...document, ordinal }
      : { ...document, data, ordinal }
  })
}
