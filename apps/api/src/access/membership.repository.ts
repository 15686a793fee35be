import { organisationId } from '@dartwing/protocol'
import { type Database, Prisma, type Statements, type Transaction } from '../platform/prisma/database.ts'
import { ProblemException, parse } from '../platform/problem/problem.ts'
import { type Member, roleOf } from './rights.ts'
import type { Account } from './tokens.ts'

/** Who is asking, by which sign-in. */
export type Caller = Pick<Account, 'account_id' | 'session_id'>

/** Which memberships count: joined, and not disabled. */
export const COUNTS = { joinedAt: { not: null }, disabledAt: null }

/** Null: the caller may ask, but does not belong to the organisation. */
type MemberRow = Omit<Member, 'org' | 'role'> & { org: string | null; role: string }

/** A caller, or the columns of many. */
type Asking = { readonly [key in keyof Caller]: string | Prisma.Sql }

/** Does the sign-in of this call still live, and its account? */
const isSignedIn = ({ account_id, session_id }: Asking) => Prisma.sql`a.account_id = ${account_id}::uuid
  AND a.disabled_at IS NULL AND EXISTS (SELECT FROM refresh_token t WHERE t.family_id = ${session_id}::uuid
    AND t.revoked_at IS NULL AND t.account_id = a.account_id)`

/** A member as one row, for a statement that asks for more than the member; none: the sign-in has ended. */
export const selectMember = (org: string, caller: Asking) => Prisma.sql`
  SELECT m.org_id AS org, a.account_id::text AS account_id, a.email, a.full_name, m.role, m.revision, o.time_zone,
    o.epoch::text AS epoch, o.rollout_stage
  FROM account a
  LEFT JOIN membership m ON m.org_id = ${org} AND m.account_id = a.account_id AND m.joined_at IS NOT NULL
    AND m.disabled_at IS NULL
  LEFT JOIN organisation o ON o.org_id = m.org_id
  WHERE ${isSignedIn(caller)}`

/**
 * The caller's membership of the organisation this transaction has named. Checked on every call; an
 * organisation that does not exist and one that is not the caller's look the same.
 */
export async function memberOf(tx: Statements, org: string, caller: Caller): Promise<Member> {
  return toMember(await tx.$queryRaw<MemberRow[]>(selectMember(org, caller)))
}

/** The caller, who has to be an admin. */
export async function adminOf(tx: Statements, org: string, caller: Caller): Promise<Member> {
  const member = await memberOf(tx, org, caller)
  if (member.role !== 'admin') throw new ProblemException('forbidden')
  return member
}

/** By e-mail address: whom the admins' news reach. */
export async function adminsOf(tx: Transaction, org: string): Promise<string[]> {
  const rows = await tx.membership.findMany({
    where: { orgId: org, role: 'admin', ...COUNTS, account: { disabledAt: null } },
    include: { account: true },
    orderBy: { account: { email: 'asc' } },
  })
  return rows.map((row) => row.account.email)
}

/** What `memberOf` would say of each, in their order; null where it would refuse. */
export async function membersAmong(
  tx: Transaction,
  org: string,
  callers: readonly Caller[],
): Promise<(Member | null)[]> {
  const each = { account_id: Prisma.sql`k.account_id`, session_id: Prisma.sql`k.session_id` }
  const rows = await tx.$queryRaw<(MemberRow & { place: number })[]>`
    SELECT m.*, k.place::integer AS place
    FROM unnest(${callers.map((caller) => caller.account_id)}::uuid[], ${callers.map((caller) => caller.session_id)}::uuid[])
      WITH ORDINALITY AS k(account_id, session_id, place)
    CROSS JOIN LATERAL (${selectMember(org, each)}) AS m
    WHERE m.org IS NOT NULL`
  const byPlace = new Map(rows.map(({ place, ...row }) => [place, toMember([row])]))
  return callers.map((_, index) => byPlace.get(index + 1) ?? null)
}

/** The only row, if the caller is signed in and a member. */
export function toMember([row]: readonly MemberRow[]): Member {
  if (row === undefined) throw new ProblemException('unauthenticated')
  const { org, role } = row
  if (org === null) throw new ProblemException('not_found')
  return { ...row, org, role: roleOf(role) }
}

/** For calls that are about no organisation. */
export async function assertSignedIn(tx: Transaction, caller: Caller): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT 1 FROM account a WHERE ${isSignedIn(caller)}`
  if (rows.length === 0) throw new ProblemException('unauthenticated')
}

/** The organisation a request is about: the one it names, or the only one of an account that names none. */
export async function organisationFor(
  database: Database,
  account: Account,
  named: string | undefined,
): Promise<string> {
  if (named !== undefined && named !== '') return parse(organisationId, named)
  return database.acrossOrganisations(account.account_id, (tx) => onlyOrganisationOf(tx, account))
}

async function onlyOrganisationOf(tx: Transaction, caller: Caller): Promise<string> {
  await assertSignedIn(tx, caller)
  const where = { accountId: caller.account_id, ...COUNTS }
  const rows = await tx.membership.findMany({ where, take: 2, select: { orgId: true } })
  const [first, second] = rows
  if (first === undefined) throw new ProblemException('not_found')
  if (second !== undefined) {
    throw new ProblemException('malformed_request', {
      fields: [{ path: 'org', message: 'is needed, because you belong to several organisations' }],
    })
  }
  return first.orgId
}

export async function organisationIds(tx: Transaction): Promise<string[]> {
  const rows = await tx.organisation.findMany({ select: { orgId: true }, orderBy: { orgId: 'asc' } })
  return rows.map((row) => row.orgId)
}
