/** Who has a conflict open: leases, one per person and page, in the database because there are several servers. */
import { LEASE_SECONDS } from '@dartwing/protocol'
import type { Statements } from '../../platform/prisma/database.ts'

export interface Lease {
  readonly conflict_id: string
  readonly account_id: string
  readonly page: string
}

/** Serialises those who claim the same conflict: of two who would decide, one finds the other. */
export async function lockClaims(tx: Statements, org: string, conflictId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(${org} || chr(31) || 'claim' || chr(31) || ${conflictId}, 0))::text`
}

/** The account that decides about it now, if it is another than this one; with its e-mail address. */
export async function otherDecider(
  tx: Statements,
  org: string,
  { conflict_id, account_id }: Lease,
): Promise<{ email: string; full_name: string } | undefined> {
  const rows = await tx.$queryRaw<{ email: string; full_name: string }[]>`
    SELECT a.email, a.full_name FROM conflict_lease l JOIN account a ON a.account_id = l.account_id
    WHERE l.org_id = ${org} AND l.conflict_id = ${conflict_id}::uuid AND l.account_id <> ${account_id}::uuid
      AND l.deciding AND l.until > now() LIMIT 1`
  return rows[0]
}

/** Gives the page its minute, or another one. What is over is new when it comes back. */
export async function writeLease(
  tx: Statements,
  org: string,
  { conflict_id, account_id, page }: Lease,
  deciding: boolean,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO conflict_lease AS l (org_id, conflict_id, account_id, page, deciding, since, until)
    VALUES (${org}, ${conflict_id}::uuid, ${account_id}::uuid, ${page}, ${deciding}, now(),
      now() + make_interval(secs => ${LEASE_SECONDS}::int))
    ON CONFLICT (org_id, conflict_id, account_id, page) DO UPDATE SET deciding = excluded.deciding,
      since = CASE WHEN l.until > now() THEN l.since ELSE excluded.since END, until = excluded.until`
}

/** The others look on: what they had of deciding is somebody else's now. */
export async function endDecidingOfOthers(
  tx: Statements,
  org: string,
  { conflict_id, account_id }: Lease,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE conflict_lease l SET deciding = false
    WHERE l.org_id = ${org} AND l.conflict_id = ${conflict_id}::uuid AND l.account_id <> ${account_id}::uuid`
}

export async function endLease(
  tx: Statements,
  org: string,
  { conflict_id, account_id, page }: Lease,
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM conflict_lease l WHERE l.org_id = ${org} AND l.conflict_id = ${conflict_id}::uuid
      AND l.account_id = ${account_id}::uuid AND l.page = ${page}`
}

/** Forgets pages that said no more; those that somebody else is busy with are forgotten next time. */
export async function forgetOver(tx: Statements, org: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM conflict_lease l USING (SELECT o.conflict_id, o.account_id, o.page FROM conflict_lease o
      WHERE o.org_id = ${org} AND o.until < now() LIMIT 100 FOR UPDATE SKIP LOCKED) AS o
    WHERE l.org_id = ${org} AND l.conflict_id = o.conflict_id AND l.account_id = o.account_id AND l.page = o.page`
}

/** One entry for each who began to decide; not again while nobody else has. */
export async function noteClaim(
  tx: Statements,
  org: string,
  claim: {
    readonly conflict_id: string
    readonly actor: string
    readonly from: string | null
    readonly now: string
  },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO conflict_event (org_id, conflict_id, type, actor, detail, at)
    SELECT ${org}, ${claim.conflict_id}::uuid, 'claimed', ${claim.actor},
      jsonb_build_object('from', ${claim.from}::text), ${claim.now}::timestamptz
    WHERE ${claim.actor} IS DISTINCT FROM (SELECT e.actor FROM conflict_event e
      WHERE e.org_id = ${org} AND e.conflict_id = ${claim.conflict_id}::uuid AND e.type = 'claimed'
      ORDER BY e.at DESC LIMIT 1)`
}
