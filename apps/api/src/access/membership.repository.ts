import { organisationId } from '@dartwing/protocol'
import { type Database, Prisma, type Transaction } from '../platform/prisma/database.ts'
import { ProblemException, parse } from '../platform/problem/problem.ts'
import { type Member, roleOf } from './rights.ts'
import type { Account } from './tokens.ts'

type MemberRow = Omit<Member, 'role'> & { role: string }

/** A member as one row, for a statement that asks for more than the member. */
export const selectMember = (org: string, accountId: string) => Prisma.sql`
  SELECT m.org_id AS org, m.account_id::text AS account_id, a.email, a.full_name, m.role, m.revision, o.time_zone,
    o.epoch::text AS epoch, o.rollout_stage
  FROM membership m
  JOIN account a ON a.account_id = m.account_id AND a.disabled_at IS NULL
  JOIN organisation o ON o.org_id = m.org_id
  WHERE m.org_id = ${org} AND m.account_id = ${accountId}::uuid`

/**
 * The caller's membership of the organisation this transaction has named. Checked on every call; an
 * organisation that does not exist and one that is not the caller's look the same.
 */
export async function memberOf(tx: Transaction, org: string, account: Account): Promise<Member> {
  return toMember(await tx.$queryRaw<MemberRow[]>(selectMember(org, account.account_id)))
}

/** The only row, if the caller is a member at all. */
export function toMember([row]: readonly MemberRow[]): Member {
  if (row === undefined) throw new ProblemException('not_found')
  return { ...row, role: roleOf(row.role) }
}

/** The organisation a request is about: the one it names, or the only one of an account that names none. */
export async function organisationFor(
  database: Database,
  account: Account,
  named: string | undefined,
): Promise<string> {
  if (named !== undefined && named !== '') return parse(organisationId, named)
  return database.acrossOrganisations(account.account_id, (tx) => onlyOrganisationOf(tx, account.account_id))
}

async function onlyOrganisationOf(tx: Transaction, accountId: string): Promise<string> {
  const rows = await tx.membership.findMany({ where: { accountId }, take: 2, select: { orgId: true } })
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
