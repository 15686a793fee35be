import { Prisma, type Transaction } from '../platform/prisma/database.ts'

export interface PageQuery {
  readonly org: string
  readonly after: string
  /** Rows on a page. */
  readonly limit: number
  readonly doctypes: readonly string[]
  /** Of these DocTypes only the rows whose audience the reader is in, or was. */
  readonly personal: readonly string[]
  readonly email: string
}

export interface Counter {
  readonly last_seq: string
  /** Tombstones up to here may be gone from the feed: who has not read them by then can not learn of them. */
  readonly horizon: string
}

export interface Page extends Counter {
  readonly has_more: boolean
  /** The seq of the last row; null = the page is empty. */
  readonly reached: string | null
  /** The rows as they go over the wire, with commas between them; null = none. */
  readonly rows_text: string | null
}

/** Where the organisation's feed ends now. */
export async function readLastSeq(tx: Transaction, org: string): Promise<string> {
  const rows = await tx.$queryRaw<{ last_seq: string }[]>`
    SELECT c.last_seq::text AS last_seq FROM org_counter c WHERE c.org_id = ${org}`
  return rows[0]?.last_seq ?? '0'
}

const utc = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/**
 * A row (`d`, at place `p`, `g` = why it is gone) as it goes over the wire, key by key as
 * in `toFeedRow`. PostgreSQL writes it, so that the server hands a page on without looking into it.
 */
const ROW_TEXT = Prisma.raw(`concat(
        '{"doctype":', to_json(d.doctype), ',"name":', to_json(d.name), ',"version":', d.version,
        ',"seq":"', p.seq, '","modified":"', ${utc('d.modified')}, '","modified_by":',
        CASE WHEN d.hidden THEN '""' ELSE to_json(d.modified_by)::text END,
        ',"docstatus":0,"deleted":', to_json(d.deleted), ',"gone":', coalesce(to_json(g.gone)::text, 'null'),
        ',"reason":"', CASE WHEN d.hidden THEN 'access' ELSE d.reason END, '","conflict":',
        CASE WHEN d.hidden OR d.conflict IS NULL THEN 'null' ELSE d.conflict::text END,
        ',"origin":', CASE WHEN d.hidden OR d.origin_device IS NULL OR d.origin_mutation IS NULL THEN 'null'
          ELSE concat('{"device_id":"', d.origin_device, '","mutation_id":"', d.origin_mutation, '"}') END,
        ',"data":', CASE WHEN g.gone IS NULL THEN d.data::text ELSE '{}' END, '}')`)

/**
 * One page in seq order, and the counter as the same snapshot has it: were they read one after the other, a
 * purge between the two could take a tombstone out of the page without anybody noticing.
 *
 * It must be as fast where PostgreSQL has no statistics yet. The places of the page are cut first, along the
 * feed's own index: what is in a CASE offers no other index and is not taken for rare, and a limit that is not
 * known beforehand makes reading in order the cheapest. Each place is then looked up by itself.
 */
export async function readPage(tx: Transaction, query: PageQuery): Promise<Page> {
  const { org, after, limit, doctypes, personal, email } = query
  const [page] = await tx.$queryRaw<Page[]>`
    WITH place AS MATERIALIZED (
      SELECT d.seq FROM document d
      WHERE d.org_id = ${org} AND d.seq > ${after}::bigint
        AND CASE WHEN d.purged_at IS NOT NULL OR d.doctype <> ALL(${[...doctypes]}::text[]) THEN false
          ELSE d.doctype <> ALL(${[...personal]}::text[])
            OR ${email} = ANY(d.audience) OR ${email} = ANY(d.former_audience) END
      ORDER BY d.seq LIMIT (SELECT ${limit}::bigint + 1)
    ), found AS (
      SELECT p.seq, ${ROW_TEXT} AS row_text
      FROM (SELECT place.seq FROM place ORDER BY place.seq LIMIT ${limit}::bigint) p
      CROSS JOIN LATERAL (
        SELECT k.doctype, k.name, k.version, k.modified, k.modified_by, k.data, k.deleted_at IS NOT NULL AS deleted,
          k.archived_at, k.reason, k.conflict, k.origin_device, k.origin_mutation,
          k.doctype = ANY(${[...personal]}::text[]) AND ${email} <> ALL(k.audience) AS hidden
        FROM document k WHERE k.org_id = ${org} AND k.seq = p.seq LIMIT 1) d
      CROSS JOIN LATERAL (SELECT CASE WHEN d.hidden THEN 'out_of_scope' WHEN d.deleted THEN 'deleted'
        WHEN d.archived_at IS NOT NULL THEN 'archived' END AS gone) g
    )
    SELECT o.last_seq::text AS last_seq, o.purge_horizon_seq::text AS horizon,
      (SELECT count(*) FROM place) > ${limit}::bigint AS has_more, f.reached, f.rows_text
    FROM org_counter o
    CROSS JOIN (SELECT max(seq)::text AS reached, string_agg(row_text, ',' ORDER BY seq) AS rows_text FROM found) f
    WHERE o.org_id = ${org}`
  return page ?? { last_seq: '0', horizon: '0', has_more: false, reached: null, rows_text: null }
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
