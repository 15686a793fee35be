import type { Transaction } from '../../platform/prisma/database.ts'

/** As many as one statement removes. */
export const DEAD_TOKENS_MAX = 500

export async function addRefreshToken(
  tx: Transaction,
  row: { tokenHash: string; accountId: string; familyId: string; expiresAt: Date },
): Promise<void> {
  await tx.refreshToken.create({ data: row })
}

export async function refreshTokenByHash(tx: Transaction, tokenHash: string) {
  return tx.refreshToken.findUnique({ where: { tokenHash }, include: { account: true } })
}

/** Of two uses at once one waits here, and finds what the other has done. */
export async function lockRefreshToken(tx: Transaction, tokenHash: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM refresh_token t WHERE t.token_hash = ${tokenHash} FOR UPDATE`
}

export async function noteSuccessor(tx: Transaction, tokenHash: string, successorHash: string, at: Date) {
  await tx.refreshToken.update({ where: { tokenHash }, data: { successorHash, rotatedAt: at } })
}

/** A token that is handed out once more is as good as new. */
export async function prolong(tx: Transaction, tokenHash: string, expiresAt: Date): Promise<void> {
  await tx.refreshToken.update({ where: { tokenHash }, data: { expiresAt } })
}

export async function forget(tx: Transaction, tokenHash: string): Promise<void> {
  await tx.refreshToken.delete({ where: { tokenHash } })
}

export async function revokeFamily(tx: Transaction, familyId: string, at: Date): Promise<void> {
  await tx.refreshToken.updateMany({ where: { familyId, revokedAt: null }, data: { revokedAt: at } })
}

/** Ends every sign-in of an account, but the one that is named. */
export async function revokeSignIns(
  tx: Transaction,
  accountId: string,
  at: Date,
  except?: string,
): Promise<void> {
  const others = except === undefined ? {} : { familyId: { not: except } }
  await tx.refreshToken.updateMany({
    where: { accountId, revokedAt: null, ...others },
    data: { revokedAt: at },
  })
}

/** Kept for a while after they have died, so that a copy that comes back is known for one. */
export async function deleteDeadTokens(tx: Transaction): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM refresh_token WHERE token_hash IN (
      SELECT t.token_hash FROM refresh_token t
      WHERE least(t.expires_at, t.revoked_at) < now() - interval '30 days' LIMIT ${DEAD_TOKENS_MAX})`
}
