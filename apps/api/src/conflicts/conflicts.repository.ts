import { Prisma, type Transaction } from '../platform/prisma/database.ts'
import { CONFLICT_COLUMNS } from '../store/conflicts/conflicts.sql.ts'
import { TIMER_RUNS } from '../store/conflicts/timer-pauses.sql.ts'
import type { DocumentKey } from '../store/documents.sql.ts'
import type { ConflictRecord } from '../store/stored-document.ts'

export async function readConflict(
  tx: Transaction,
  org: string,
  id: string,
): Promise<ConflictRecord | undefined> {
  const rows = await tx.$queryRaw<ConflictRecord[]>`
    SELECT ${CONFLICT_COLUMNS} FROM conflict c WHERE c.org_id = ${org} AND c.conflict_id = ${id}::uuid`
  return rows[0]
}

export async function eventsOf(tx: Transaction, org: string, conflictId: string) {
  return tx.conflictEvent.findMany({
    where: { orgId: org, conflictId },
    orderBy: [{ at: 'asc' }, { type: 'asc' }],
    take: 200,
  })
}

export interface LaterVersion {
  readonly version: number
  readonly author: string
  readonly at: string
  readonly device_id: string | null
  readonly fields: readonly string[]
}

const EDITS_MAX = 50

/** Versions of the document since the decision, or since it was asked about; the newest first. */
export async function laterVersionsOf(
  tx: Transaction,
  org: string,
  { doctype, name, opened_at, resolution }: ConflictRecord,
): Promise<LaterVersion[]> {
  const decided = resolution?.version ?? null
  return tx.$queryRaw<LaterVersion[]>`
    SELECT v.version, v.author, v.device_id::text AS device_id,
      to_char(v.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
      ARRAY(SELECT coalesce(n.key, o.key) FROM jsonb_each(coalesce(v.data, '{}')) n
        FULL JOIN jsonb_each(coalesce(b.data, '{}')) o ON o.key = n.key
        WHERE n.value IS DISTINCT FROM o.value ORDER BY 1) AS fields
    FROM document_version v
    LEFT JOIN document_version b ON b.org_id = v.org_id AND b.doctype = v.doctype AND b.name = v.name
      AND b.version = v.version - 1
    WHERE v.org_id = ${org} AND v.doctype = ${doctype} AND v.name = ${name}
      AND CASE WHEN ${decided}::integer IS NULL THEN v.created_at > ${opened_at}::timestamptz
        ELSE v.version > ${decided}::integer END
    ORDER BY v.version DESC LIMIT ${EDITS_MAX}`
}

/** Of the device that made this document what it was then; null = no device did. */
export async function appVersionAt(
  tx: Transaction,
  org: string,
  { doctype, name }: DocumentKey,
  at: string,
): Promise<string | null> {
  const rows = await tx.$queryRaw<{ app_version: string }[]>`
    SELECT s.app_version FROM document_version v
    JOIN mutation m ON m.org_id = v.org_id AND m.mutation_id = v.mutation_id
    JOIN sync s ON s.org_id = m.org_id AND s.sync_id = m.sync_id
    WHERE v.org_id = ${org} AND v.doctype = ${doctype} AND v.name = ${name}
      AND date_trunc('milliseconds', v.created_at) = ${at}::timestamptz
    ORDER BY v.version DESC LIMIT 1`
  return rows[0]?.app_version ?? null
}

const IS_DUE = Prisma.sql`c.state = 'open' AND c.due_at <= now() AND c.escalated_at IS NULL
  AND ${TIMER_RUNS}`

/** A place in the list of what is due; the instant is exact, as PostgreSQL writes it. */
export interface DueConflict {
  readonly conflict_id: string
  readonly due: string
}

/** Open conflicts whose deadline has passed while their timer ran, that no timer has dealt with, the longest due first. */
export async function dueConflicts(
  tx: Transaction,
  org: string,
  after: DueConflict | null,
  limit: number,
): Promise<DueConflict[]> {
  const later =
    after === null
      ? Prisma.empty
      : Prisma.sql`AND (c.due_at, c.conflict_id) > (${after.due}::timestamptz, ${after.conflict_id}::uuid)`
  return tx.$queryRaw<DueConflict[]>`
    SELECT c.conflict_id::text AS conflict_id, c.due_at::text AS due FROM conflict c
    WHERE c.org_id = ${org} AND ${IS_DUE} ${later}
    ORDER BY c.due_at, c.conflict_id LIMIT ${limit}`
}

/**
 * Locks those that are still due, with their documents, and passes over whatever somebody else has locked:
 * a person who is deciding, a device's batch, another process's sweep.
 */
export async function claimDue(tx: Transaction, org: string, ids: readonly string[]): Promise<DocumentKey[]> {
  return tx.$queryRaw<DocumentKey[]>`
    SELECT c.doctype, c.name FROM conflict c
    JOIN document d ON d.org_id = c.org_id AND d.doctype = c.doctype AND d.name = c.name
    WHERE c.org_id = ${org} AND c.conflict_id = ANY(${[...ids]}::uuid[]) AND ${IS_DUE}
    ORDER BY c.doctype, c.name FOR UPDATE OF d, c SKIP LOCKED`
}
