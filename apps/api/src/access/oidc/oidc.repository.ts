import type { Transaction } from '../../platform/prisma/database.ts'

/** The one person behind an account, as the issuer knows them. */
export interface Subject {
  readonly issuer: string
  readonly subject: string
}

export async function accountOfSubject(tx: Transaction, { issuer, subject }: Subject) {
  return tx.account.findFirst({ where: { oidcIssuer: issuer, oidcSubject: subject } })
}

/** Binds an account that is bound to nobody and that some organisation has taken in; false: it is not such a one. */
export async function bindAccount(tx: Transaction, accountId: string, to: Subject): Promise<boolean> {
  const { count } = await tx.account.updateMany({
    where: { accountId, oidcSubject: null, disabledAt: null, memberships: { some: { disabledAt: null } } },
    data: { oidcIssuer: to.issuer, oidcSubject: to.subject },
  })
  return count === 1
}

/** An account that nobody has used has only the name that an admin gave it. */
export async function nameUnused(tx: Transaction, accountId: string, fullName: string): Promise<void> {
  await tx.account.updateMany({ where: { accountId, passwordHash: null }, data: { fullName } })
}

/** False: there was none. */
export async function dropPassword(tx: Transaction, accountId: string): Promise<boolean> {
  const { count } = await tx.account.updateMany({
    where: { accountId, passwordHash: { not: null } },
    data: { passwordHash: null },
  })
  return count === 1
}

export async function organisationsThatInvited(tx: Transaction, accountId: string): Promise<string[]> {
  const rows = await tx.membership.findMany({
    where: { accountId, joinedAt: null, disabledAt: null },
    select: { orgId: true },
    orderBy: { orgId: 'asc' },
  })
  return rows.map((row) => row.orgId)
}
