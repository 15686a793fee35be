import type { Session } from '@dartwing/protocol'
import type { Transaction } from '../platform/prisma/database.ts'
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
    where: { accountId },
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
export async function namesOf(tx: Transaction, emails: readonly string[]): Promise<Map<string, string>> {
  if (emails.length === 0) return new Map()
  const rows = await tx.account.findMany({
    where: { email: { in: [...emails] } },
    select: { email: true, fullName: true },
  })
  return new Map(rows.map((row) => [row.email, row.fullName]))
}

export async function addRefreshToken(
  tx: Transaction,
  row: { tokenHash: string; accountId: string; familyId: string; expiresAt: Date },
): Promise<void> {
  await tx.refreshToken.create({ data: row })
}

export async function refreshTokenByHash(tx: Transaction, tokenHash: string) {
  // The row is locked, so that two uses of one token are told apart.
  await tx.$queryRaw`SELECT 1 FROM refresh_token WHERE token_hash = ${tokenHash} FOR UPDATE`
  return tx.refreshToken.findUnique({ where: { tokenHash }, include: { account: true } })
}

export async function markRotated(tx: Transaction, tokenHash: string, at: Date): Promise<void> {
  await tx.refreshToken.updateMany({ where: { tokenHash, rotatedAt: null }, data: { rotatedAt: at } })
}

export async function revokeFamily(tx: Transaction, familyId: string, at: Date): Promise<void> {
  await tx.refreshToken.updateMany({ where: { familyId, revokedAt: null }, data: { revokedAt: at } })
}
