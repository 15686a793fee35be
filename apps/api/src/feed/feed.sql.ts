import { z } from 'zod'
import { Prisma, type Statements } from '../platform/prisma/database.ts'

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

const pageHead = z.object({
  last_seq: z.string(),
  horizon: z.string(),
  has_more: z.boolean(),
  /** The seq of the last row; null = the page is empty. */
  reached: z.string().nullable(),
})

export interface Page extends z.infer<typeof pageHead> {
  /** The rows as they go over the wire. */
  readonly rows: readonly string[]
}

/** Where the organisation's feed ends now. */
export async function readLastSeq(tx: Statements, org: string): Promise<string> {
  const rows = await tx.$queryRaw<{ last_seq: string }[]>`
    SELECT c.last_seq::text AS last_seq FROM org_counter c WHERE c.org_id = ${org}`
  return rows[0]?.last_seq ?? '0'
}

/**
 * A row (`d`; `h` = may its reader not see it, `g` = why it is gone) as it goes over the wire, key by key as
 * in `toFeedRow`. PostgreSQL writes it, so that the server hands a page on without looking into it.
 */
const ROW_TEXT = Prisma.sql`concat(
        '{"doctype":', to_json(d.doctype), ',"name":', to_json(d.name), ',"version":', d.version,
        ',"seq":"', d.seq, '","modified":"', to_char(d.modified AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        '","modified_by":',
        CASE WHEN h.hidden THEN '""' ELSE to_json(d.modified_by)::text END,
        ',"docstatus":0,"deleted":', to_json(d.deleted_at IS NOT NULL), ',"gone":', coalesce(to_json(g.gone)::text, 'null'),
        ',"reason":"', CASE WHEN h.hidden THEN 'access' ELSE d.reason END, '","conflict":',
        CASE WHEN h.hidden OR d.conflict IS NULL THEN 'null' ELSE d.conflict::text END,
        ',"origin":', CASE WHEN h.hidden OR d.origin_device IS NULL OR d.origin_mutation IS NULL THEN 'null'
          ELSE concat('{"device_id":"', d.origin_device, '","mutation_id":"', d.origin_mutation, '"}') END,
        ',"data":', CASE WHEN g.gone IS NULL THEN d.data::text ELSE '{}' END, '}')`

/**
 * One page in seq order, and the counter as the same snapshot has it: were they read one after the other, a
 * purge between the two could take a tombstone out of the page without anybody noticing.
 *
 * It must be as fast where PostgreSQL has no statistics yet. What is in a CASE offers no other index than the
 * feed's own and is not taken for rare, and a limit that is not known beforehand makes reading in order the
 * cheapest.
 */
export async function readPage(tx: Statements, query: PageQuery): Promise<Page> {
  const { org, after, limit, doctypes, personal, email } = query
  const lines = await tx.$queryRaw<{ line: string }[]>`
    WITH found AS MATERIALIZED (
      SELECT d.seq, ${ROW_TEXT} AS line
      FROM document d
      CROSS JOIN LATERAL (SELECT d.doctype = ANY(${[...personal]}::text[]) AND ${email} <> ALL(d.audience) AS hidden) h
      CROSS JOIN LATERAL (SELECT CASE WHEN h.hidden THEN 'out_of_scope' WHEN d.deleted_at IS NOT NULL THEN 'deleted'
        WHEN d.archived_at IS NOT NULL THEN 'archived' END AS gone) g
      WHERE d.org_id = ${org} AND d.seq > ${after}::bigint
        AND CASE WHEN d.purged_at IS NOT NULL OR d.doctype <> ALL(${[...doctypes]}::text[]) THEN false
          ELSE d.doctype <> ALL(${[...personal]}::text[])
            OR ${email} = ANY(d.audience) OR ${email} = ANY(d.former_audience) END
      ORDER BY d.seq LIMIT (SELECT ${limit}::bigint + 1)
    )
    SELECT l.line FROM (
      SELECT 0::bigint AS seq, json_build_object('last_seq', o.last_seq::text, 'horizon', o.purge_horizon_seq::text,
        'has_more', (SELECT count(*) FROM found) > ${limit}::bigint,
        'reached', (SELECT max(f.seq)::text FROM (SELECT f.seq FROM found f ORDER BY f.seq LIMIT ${limit}::bigint) f)
      )::text AS line
      FROM org_counter o WHERE o.org_id = ${org}
      UNION ALL
      (SELECT f.seq, f.line FROM found f ORDER BY f.seq LIMIT ${limit}::bigint)
    ) AS l ORDER BY l.seq`
  const [head, ...rows] = lines.map(({ line }) => line)
  return head === undefined ? EMPTY : { ...pageHead.parse(JSON.parse(head)), rows }
}

const EMPTY: Page = { last_seq: '0', horizon: '0', has_more: false, reached: null, rows: [] }

/** Notes that a device has read the feed to its end; once a minute will do, and costs most reads no write. */
export async function markFullRead(
  tx: Statements,
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
