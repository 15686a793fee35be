import type { Session } from '@dartwing/protocol'
import type { Statements, Transaction } from '../platform/prisma/database.ts'
import { COUNTS } from './membership.repository.ts'
import { roleOf } from './rights.ts'

/** Accounts and their memberships: the only rows that are read without naming an organisation. */
export async function accountByEmail(tx: Transaction, email: string) {
  return tx.account.findUnique({ where: { email: email.toLowerCase() } })
}

export async function accountById(tx: Transaction, accountId: string) {
  return tx.account.findUnique({ where: { accountId } })
}

export async function membershipsOf(tx: Transaction, accountId: string): Promise<Session['organisations']> {
  const rows = await tx.membership.findMany({
    where: { accountId, ...COUNTS },
    include: { organisation: true },
    orderBy: { orgId: 'asc' },
  })
  return rows.map((row) => ({
    org: row.orgId,
    title: row.organisation.title,
    role: roleOf(row.role),
    time_zone: row.organisation.timeZone,
  }))
}

/** Full names by e-mail address, for sentences people read. */
export async function namesOf(tx: Statements, emails: readonly string[]): Promise<Map<string, string>> {
  if (emails.length === 0) return new Map()
  const rows = await tx.$queryRaw<{ email: string; full_name: string }[]>`
    SELECT a.email, a.full_name FROM account a WHERE a.email = ANY(${[...emails]})`
  return new Map(rows.map((row) => [row.email, row.full_name]))
}

/** Replaces the password that was looked at; false: somebody else was faster. */
export async function setPassword(
  tx: Transaction,
  accountId: string,
  passwordHash: string,
  before: string | null,
): Promise<boolean> {
  const { count } = await tx.account.updateMany({
    where: { accountId, passwordHash: before },
    data: { passwordHash },
  })
  return count === 1
}

/** Whoever uses the first link of a new account chooses its password, and is called what that link calls them. */
export async function beginAccount(
  tx: Transaction,
  accountId: string,
  { passwordHash, fullName }: { readonly passwordHash: string; readonly fullName: string },
): Promise<void> {
  await tx.account.update({ where: { accountId }, data: { passwordHash, fullName } })
}
