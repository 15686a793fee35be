/** The rows that the numbers are made of, the newest first, or of syncs the slowest. */
import type { ConflictRow, FeedbackRow, SyncRow } from '@dartwing/protocol'
import { Prisma, type Statements } from '../platform/prisma/database.ts'
import { RULES_OF } from './hot-spots.sql.ts'
import { during, type Period } from './measures.sql.ts'

/** A place in a list: what it is sorted by, an instant or whole microseconds, both exact; and the id. */
export interface Place {
  readonly key: string
  readonly id: string
}

export interface Reading extends Period {
  readonly after: Place | null
  readonly limit: number
}

const instant = (at: Prisma.Sql) =>
  Prisma.sql`to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

const isBefore = (at: Prisma.Sql, id: Prisma.Sql, after: Place | null) =>
  after === null
    ? Prisma.empty
    : Prisma.sql`AND (${at}, ${id}) < (${after.key}::timestamptz, ${after.id}::uuid)`

const MICROSECONDS = Prisma.sql`(extract(epoch FROM s.ended_at - s.started_at) * 1000000)::bigint`
const WHICH_SYNCS = { all: Prisma.empty, merged: Prisma.sql`AND s.merged > 0` } as const

export interface SyncChoice {
  readonly only: keyof typeof WHICH_SYNCS
  readonly isSlowestFirst: boolean
}

export async function readSyncs(
  tx: Statements,
  { org, after, limit, ...period }: Reading,
  { only, isSlowestFirst }: SyncChoice,
): Promise<SyncRow[]> {
  const at = Prisma.sql`s.started_at`
  const isFaster =
    after === null
      ? Prisma.empty
      : Prisma.sql`AND (${MICROSECONDS}, s.sync_id) < (${after.key}::bigint, ${after.id}::uuid)`
  return tx.$queryRaw<SyncRow[]>`
    SELECT s.sync_id::text AS sync_id, s.device_id::text AS device_id, s.app_version, ${instant(at)} AS started_at,
      ${instant(Prisma.sql`s.ended_at`)} AS ended_at, (${MICROSECONDS} / 1e6)::float8 AS seconds, s.items,
      s.conflicts, s.held, s.rejected, s.merged
    FROM sync s WHERE s.org_id = ${org} AND ${during(at, period)} ${WHICH_SYNCS[only]}
      ${isSlowestFirst ? isFaster : isBefore(at, Prisma.sql`s.sync_id`, after)}
    ORDER BY ${isSlowestFirst ? MICROSECONDS : at} DESC, s.sync_id DESC LIMIT ${limit}`
}

const WHICH_CONFLICTS = { all: Prisma.empty, manual: Prisma.sql`AND c.state = 'resolved'` } as const

export async function readConflicts(
  tx: Statements,
  { org, after, limit, ...period }: Reading,
  only: keyof typeof WHICH_CONFLICTS,
): Promise<ConflictRow[]> {
  const at = Prisma.sql`c.opened_at`
  return tx.$queryRaw<ConflictRow[]>`
    SELECT c.conflict_id::text AS conflict_id, c.doctype, c.name, c.title, c.kind, c.state, c.fields,
      ${RULES_OF} AS rules, ${instant(at)} AS opened_at, ${instant(Prisma.sql`c.due_at`)} AS due_at,
      ${instant(Prisma.sql`c.resolved_at`)} AS resolved_at, c.resolved_by, c.submitted_by,
      c.device_id::text AS device_id, c.sides #>> '{client,app_version}' AS app_version,
      (SELECT count(*)::int FROM conflict_event e WHERE e.org_id = c.org_id AND e.conflict_id = c.conflict_id
        AND e.type = 'undone') AS undone
    FROM conflict c WHERE c.org_id = ${org} AND ${during(at, period)} ${WHICH_CONFLICTS[only]}
      ${isBefore(at, Prisma.sql`c.conflict_id`, after)}
    ORDER BY c.opened_at DESC, c.conflict_id DESC LIMIT ${limit}`
}

const WHICH_FEEDBACK = {
  all: Prisma.empty,
  lost: Prisma.sql`AND f.lost_data`,
  scored: Prisma.sql`AND f.score IS NOT NULL`,
} as const

export async function readFeedback(
  tx: Statements,
  { org, after, limit, ...period }: Reading,
  only: keyof typeof WHICH_FEEDBACK,
): Promise<FeedbackRow[]> {
  const at = Prisma.sql`f.created_at`
  return tx.$queryRaw<FeedbackRow[]>`
    SELECT f.feedback_id::text AS feedback_id, f.conflict_id::text AS conflict_id, c.title, a.full_name AS person,
      ${instant(at)} AS created_at, f.score, f.lost_data, f.comment, f.document_version
    FROM feedback f
    JOIN conflict c ON c.org_id = f.org_id AND c.conflict_id = f.conflict_id
    JOIN account a ON a.account_id = f.account_id
    WHERE f.org_id = ${org} AND ${during(at, period)} ${WHICH_FEEDBACK[only]}
      ${isBefore(at, Prisma.sql`f.feedback_id`, after)}
    ORDER BY f.created_at DESC, f.feedback_id DESC LIMIT ${limit}`
}
