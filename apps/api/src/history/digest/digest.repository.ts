import { DIGEST_DAYS } from '@dartwing/protocol'
import type { Member } from '../../access/rights.ts'
import { Prisma, type Transaction } from '../../platform/prisma/database.ts'
import { CONFLICT_COLUMNS } from '../../store/conflicts/conflicts.sql.ts'
import { visibleConflicts } from '../../store/conflicts/visible-conflicts.sql.ts'
import type { ConflictRecord } from '../../store/stored-document.ts'
import { NOTHING_LOST } from './to-digest-item.ts'

/** Whose value a decision left out: what differs from what was kept, on the side that was the member's. */
const leftOut = ({ email }: Member) => Prisma.sql`EXISTS (
  SELECT FROM jsonb_array_elements(c.resolution -> 'decisions') d
  CROSS JOIN LATERAL (SELECT CASE WHEN c.submitted_by = ${email} THEN d -> 'client' ELSE d -> 'server' END AS mine,
    coalesce(d -> 'value', CASE WHEN d ->> 'winner' = 'client' THEN d -> 'client' ELSE d -> 'server' END) AS kept) v
  WHERE d ->> 'rule' <> ALL(${NOTHING_LOST}::text[])
    AND (d ->> 'field' = '_document' OR (v.mine IS NOT NULL AND v.mine IS DISTINCT FROM v.kept)))`

/** Settled by somebody else, against something this member had done, and never shown to them; the latest first. */
export async function settledAgainst(
  tx: Transaction,
  member: Member,
  limit: number,
): Promise<ConflictRecord[]> {
  return tx.$queryRaw<ConflictRecord[]>`
    SELECT ${CONFLICT_COLUMNS} FROM conflict c
    WHERE ${visibleConflicts(member)} AND c.state IN ('resolved', 'auto_resolved')
      AND c.resolved_at > now() - make_interval(days => ${DIGEST_DAYS}::integer)
      AND c.resolved_by <> ${member.email}
      AND (c.submitted_by = ${member.email} OR c.sides -> 'server' ->> 'actor' = ${member.email})
      AND NOT EXISTS (SELECT FROM digest_seen s WHERE s.org_id = c.org_id AND s.account_id = ${member.account_id}::uuid
        AND s.conflict_id = c.conflict_id AND s.revision = c.revision)
      AND ${leftOut(member)}
    ORDER BY c.resolved_at DESC, c.conflict_id LIMIT ${limit}`
}

interface Shown {
  readonly conflict_id: string
  readonly revision: number
}

/** Of conflicts the member may not see, and of those that do not exist, nothing is remembered. */
export async function rememberShown(tx: Transaction, member: Member, shown: readonly Shown[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO digest_seen (org_id, account_id, conflict_id, revision)
    SELECT c.org_id, ${member.account_id}::uuid, c.conflict_id, s.revision
    FROM unnest(${shown.map(({ conflict_id }) => conflict_id)}::uuid[],
      ${shown.map(({ revision }) => revision)}::integer[]) AS s(conflict_id, revision)
    JOIN conflict c ON c.conflict_id = s.conflict_id AND s.revision <= c.revision
    WHERE ${visibleConflicts(member)}
    ON CONFLICT DO NOTHING`
}
