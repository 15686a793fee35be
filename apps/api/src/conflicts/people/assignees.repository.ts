import type { Role } from '@dartwing/rules'
import { COUNTS } from '../../access/membership.repository.ts'
import type { Transaction } from '../../platform/prisma/database.ts'
import type { Assignee } from '../../store/stored-document.ts'

/** Who may decide about one conflict: those of these roles, and those whom it is about. */
export interface Deciders {
  readonly org: string
  readonly roles: readonly Role[]
  /** By e-mail address; of any of the roles that may read it. */
  readonly own: readonly string[]
  readonly readers: readonly Role[]
}

function whereOf({ org, roles, own, readers }: Deciders) {
  const decides = [
    { role: { in: [...roles] } },
    { role: { in: [...readers] }, account: { email: { in: [...own] } } },
  ]
  return { orgId: org, ...COUNTS, account: { disabledAt: null }, OR: decides }
}

/** By name; one more than `limit` says that there are more. */
export async function listDeciders(
  tx: Transaction,
  deciders: Deciders,
  { q, limit }: { readonly q: string | undefined; readonly limit: number },
): Promise<{ id: string; name: string; role: string }[]> {
  const contains = { contains: q ?? '', mode: 'insensitive' as const }
  const rows = await tx.membership.findMany({
    where: {
      ...whereOf(deciders),
      ...(q ? { AND: { account: { OR: [{ fullName: contains }, { email: contains }] } } } : {}),
    },
    include: { account: true },
    orderBy: [{ account: { fullName: 'asc' } }, { accountId: 'asc' }],
    take: limit + 1,
  })
  return rows.map(({ accountId, role, account }) => ({ id: accountId, name: account.fullName, role }))
}

export async function findDecider(
  tx: Transaction,
  deciders: Deciders,
  accountId: string,
): Promise<Assignee | null> {
  const row = await tx.membership.findFirst({
    where: { ...whereOf(deciders), accountId },
    include: { account: true },
  })
  return row && { id: row.accountId, name: row.account.fullName, email: row.account.email }
}

/** Of everybody who may decide, by e-mail address. */
export async function emailsOf(tx: Transaction, deciders: Deciders): Promise<string[]> {
  const rows = await tx.membership.findMany({ where: whereOf(deciders), include: { account: true } })
  return rows.map(({ account }) => account.email)
}
