import { FEEDBACK_EVERY_DAYS } from '@dartwing/protocol'
import type { Member } from '../access/rights.ts'
import type { Transaction } from '../platform/prisma/database.ts'
import { visibleConflicts } from '../store/conflicts/visible-conflicts.sql.ts'

/** Has this member answered, or skipped, lately? A report of lost data alone is no answer. */
export async function wasAskedLately(tx: Transaction, { org, account_id }: Member): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM feedback f WHERE f.org_id = ${org} AND f.account_id = ${account_id}::uuid
      AND (f.score IS NOT NULL OR NOT f.lost_data)
      AND f.created_at > now() - make_interval(days => ${FEEDBACK_EVERY_DAYS}::integer) LIMIT 1`
  return rows.length > 0
}

interface Said {
  readonly conflict_id: string
  readonly score: number | null
  readonly lost_data: boolean
  readonly comment: string | null
}

interface Receipt {
  readonly id: string
  readonly created_at: Date
  readonly document_version: number | null
}

/** With the version that the document has now; undefined: the member may not see such a conflict. */
export async function appendFeedback(
  tx: Transaction,
  member: Member,
  { conflict_id, score, lost_data, comment }: Said,
): Promise<Receipt | undefined> {
  const rows = await tx.$queryRaw<Receipt[]>`
    INSERT INTO feedback (org_id, account_id, conflict_id, document_version, score, lost_data, comment)
    SELECT c.org_id, ${member.account_id}::uuid, c.conflict_id, n.version, ${score}::integer, ${lost_data}, ${comment}
    FROM conflict c
    LEFT JOIN document n ON n.org_id = c.org_id AND n.doctype = c.doctype AND n.name = c.name
    WHERE c.conflict_id = ${conflict_id}::uuid AND ${visibleConflicts(member)}
    RETURNING feedback_id::text AS id, created_at, document_version`
  return rows[0]
}
