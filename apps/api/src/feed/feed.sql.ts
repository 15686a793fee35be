import type { Transaction } from '../platform/prisma/database.ts'

/** A page row: everything but the data is an object; the data passes through as text, unparsed. */
export interface PageRow {
  readonly doctype: string
  readonly name: string
  readonly version: number
  readonly seq_text: string
  readonly modified: string
  readonly modified_by: string
  readonly data_text: string
  readonly deleted: boolean
  readonly archived: boolean
  readonly reason: string
  readonly in_audience: boolean
  readonly origin_device: string | null
  readonly origin_mutation: string | null
  readonly conflict_id: string | null
  readonly conflict_fields: string[] | null
  readonly conflict_due_at: string | null
}

export interface PageQuery {
  readonly org: string
  readonly after: string
  readonly limit: number
  readonly doctypes: readonly string[]
  /** Of these DocTypes only the rows whose audience the reader is in, or was. */
  readonly personal: readonly string[]
  readonly email: string
}

/** The organisation's counter, and in every row but that of an empty page, a document. */
type CountedRow = Counter & (PageRow | { readonly doctype: null })

export interface Counter {
  readonly last_seq: string
  /** Tombstones up to here may be gone from the feed: who has not read them by then can not learn of them. */
  readonly horizon: string
}

/** Where the organisation's feed ends now. */
export async function readLastSeq(tx: Transaction, org: string): Promise<string> {
  const rows = await tx.$queryRaw<{ last_seq: string }[]>`
    SELECT c.last_seq::text AS last_seq FROM org_counter c WHERE c.org_id = ${org}`
  return rows[0]?.last_seq ?? '0'
}

/**
 * One page in seq order, and the counter as the same snapshot has it: were they read one after the other, a
 * purge between the two could take a tombstone out of the page without anybody noticing.
 *
 * It must be as fast where PostgreSQL has no statistics yet. The places of the page are cut first, along the
 * feed's own index: what is in a CASE offers no other index and is not taken for rare, and a limit that is not
 * known beforehand makes reading in order the cheapest. Each place is then looked up by itself.
 */
export async function readPage(
  tx: Transaction,
  query: PageQuery,
): Promise<{ counter: Counter; found: PageRow[] }> {
  const { org, after, limit, doctypes, personal, email } = query
  const rows = await tx.$queryRaw<CountedRow[]>`
    WITH page AS (
      SELECT d.seq FROM document d
      WHERE d.org_id = ${org} AND d.seq > ${after}::bigint
        AND CASE WHEN d.purged_at IS NOT NULL OR d.doctype <> ALL(${[...doctypes]}::text[]) THEN false
          ELSE d.doctype <> ALL(${[...personal]}::text[])
            OR ${email} = ANY(d.audience) OR ${email} = ANY(d.former_audience) END
      ORDER BY d.seq LIMIT (SELECT ${limit}::bigint)
    )
    SELECT o.last_seq::text AS last_seq, o.purge_horizon_seq::text AS horizon,
      d.doctype, d.name, d.version, p.seq::text AS seq_text,
      to_char(d.modified AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS modified, d.modified_by,
      d.data::text AS data_text, d.deleted_at IS NOT NULL AS deleted, d.archived_at IS NOT NULL AS archived,
      d.reason, (d.doctype <> ALL(${[...personal]}::text[]) OR ${email} = ANY(d.audience)) AS in_audience,
      d.origin_device::text AS origin_device, d.origin_mutation::text AS origin_mutation,
      c.conflict_id::text AS conflict_id, c.fields AS conflict_fields,
      to_char(c.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS conflict_due_at
    FROM org_counter o
    LEFT JOIN page p ON true
    LEFT JOIN LATERAL (
      SELECT k.doctype, k.name, k.version, k.modified, k.modified_by, k.data, k.deleted_at, k.archived_at, k.reason,
        k.audience, k.origin_device, k.origin_mutation
      FROM document k WHERE k.org_id = ${org} AND k.seq = p.seq LIMIT 1) d ON true
    LEFT JOIN LATERAL (
      SELECT k.conflict_id, k.fields, k.due_at FROM conflict k
      WHERE k.org_id = ${org} AND k.doctype = d.doctype AND k.name = d.name AND k.state = 'open' LIMIT 1) c ON true
    WHERE o.org_id = ${org}
    ORDER BY p.seq`
  const [first] = rows
  const counter = first ?? { last_seq: '0', horizon: '0' }
  return { counter, found: rows.filter((row) => row.doctype !== null) }
}

/** Notes that a device has read the feed to its end; once a minute will do, and costs most reads no write. */
export async function markFullRead(
  tx: Transaction,
  org: string,
  accountId: string,
  deviceId: string,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO device AS d (org_id, device_id, account_id, app_version, last_full_read_at)
    SELECT ${org}, ${deviceId}::uuid, ${accountId}::uuid, 'unknown', now()
    WHERE NOT EXISTS (SELECT FROM device k WHERE k.org_id = ${org} AND k.device_id = ${deviceId}::uuid
      AND k.last_full_read_at > now() - interval '1 minute')
    ON CONFLICT (org_id, device_id) DO UPDATE SET last_full_read_at = now(), last_seen_at = now()
    WHERE d.account_id = excluded.account_id`
}
