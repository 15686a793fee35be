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
  readonly upTo: string
  readonly limit: number
  readonly doctypes: readonly string[]
  /** Of these DocTypes only the rows whose audience the reader is in, or was. */
  readonly personal: readonly string[]
  readonly email: string
}

export async function readCounter(
  tx: Transaction,
  org: string,
): Promise<{ last_seq: string; horizon: string }> {
  const rows = await tx.$queryRaw<{ last_seq: string; horizon: string }[]>`
    SELECT c.last_seq::text AS last_seq, c.purge_horizon_seq::text AS horizon
    FROM org_counter c WHERE c.org_id = ${org}`
  return rows[0] ?? { last_seq: '0', horizon: '0' }
}

/**
 * One page in seq order. The keys of the page are cut first and joined afterwards, which stays fast on
 * tables whose statistics are not fresh.
 */
export async function readPage(tx: Transaction, query: PageQuery): Promise<PageRow[]> {
  const { org, after, upTo, limit, doctypes, personal, email } = query
  return tx.$queryRaw<PageRow[]>`
    WITH page AS (
      SELECT d.doctype, d.name, d.seq FROM document d
      WHERE d.org_id = ${org} AND d.seq > ${after}::bigint AND d.seq <= ${upTo}::bigint
        AND d.doctype = ANY(${[...doctypes]}::text[])
        AND (d.doctype <> ALL(${[...personal]}::text[])
          OR ${email} = ANY(d.audience) OR ${email} = ANY(d.former_audience))
      ORDER BY d.seq LIMIT ${limit}
    )
    SELECT d.doctype, d.name, d.version, d.seq::text AS seq_text,
      to_char(d.modified AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS modified, d.modified_by,
      d.data::text AS data_text, d.deleted_at IS NOT NULL AS deleted, d.archived_at IS NOT NULL AS archived,
      d.reason, (d.doctype <> ALL(${[...personal]}::text[]) OR ${email} = ANY(d.audience)) AS in_audience,
      d.origin_device::text AS origin_device, d.origin_mutation::text AS origin_mutation,
      c.conflict_id::text AS conflict_id, c.fields AS conflict_fields,
      to_char(c.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS conflict_due_at
    FROM page p
    JOIN document d ON d.org_id = ${org} AND d.doctype = p.doctype AND d.name = p.name
    LEFT JOIN conflict c ON c.org_id = ${org} AND c.doctype = p.doctype AND c.name = p.name AND c.state = 'open'
    ORDER BY p.seq`
}

/** Notes that a device has read the feed to its end. */
export async function markFullRead(
  tx: Transaction,
  org: string,
  accountId: string,
  deviceId: string,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO device AS d (org_id, device_id, account_id, app_version, last_full_read_at)
    VALUES (${org}, ${deviceId}::uuid, ${accountId}::uuid, 'unknown', now())
    ON CONFLICT (org_id, device_id) DO UPDATE SET last_full_read_at = now(), last_seen_at = now()
    WHERE d.account_id = excluded.account_id`
}
