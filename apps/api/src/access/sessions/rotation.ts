import { Logger } from '@nestjs/common'
import type { Transaction } from '../../platform/prisma/database.ts'
import { authSecrets, type Settings } from '../../platform/settings.ts'
import { type RefreshToken, successorOf, withHash } from './refresh-token.ts'
import {
  addRefreshToken,
  forget,
  lockRefreshToken,
  noteSuccessor,
  prolong,
  refreshTokenByHash,
  revokeFamily,
} from './refresh-tokens.repository.ts'

type Row = NonNullable<Awaited<ReturnType<typeof refreshTokenByHash>>>

/**
 * One refresh token for the next.
 *
 *   fresh ── used ──► has a successor ── asked again while the successor is unused ──► the same successor
 *                                     └─ asked again after that ──► a copy: the whole sign-in ends
 *
 * An answer may be lost and come to be missed after ten days offline, or two tabs may ask at once: the one
 * who asks holds nothing newer, and that is what is looked at, not the time.
 */
export class Rotation {
  readonly #log = new Logger('Sessions')
  readonly #secrets: readonly [string, ...string[]]

  constructor(settings: Settings) {
    this.#secrets = authSecrets(settings)
  }

  /** Null: this token opens nothing any more. */
  async rotate(
    tx: Transaction,
    token: string,
    expiresAt: Date,
  ): Promise<{ row: Row; successor: RefreshToken } | null> {
    const { hash } = withHash(token)
    await lockRefreshToken(tx, hash)
    const row = await refreshTokenByHash(tx, hash)
    const now = new Date()
    if (row === null || row.revokedAt !== null || row.account.disabledAt !== null) return null
    if (row.expiresAt < now) return null
    if (row.successorHash === null) return { row, successor: await this.#add(tx, row, token, expiresAt) }
    await lockRefreshToken(tx, row.successorHash)
    const child = await refreshTokenByHash(tx, row.successorHash)
    if (child?.rotatedAt != null) {
      this.#log.warn(`A refresh token of account ${row.accountId} was used again: its sign-in has ended`)
      await revokeFamily(tx, row.familyId, now)
      return null
    }
    const again = this.#secrets
      .map((secret) => successorOf(token, secret))
      .find((candidate) => candidate.hash === row.successorHash)
    if (again !== undefined && child !== null) {
      await prolong(tx, again.hash, expiresAt)
      return { row, successor: again }
    }
    // Handed out under a secret that is no more, and never used: another one takes its place.
    if (child !== null) await forget(tx, child.tokenHash)
    return { row, successor: await this.#add(tx, row, token, expiresAt) }
  }

  async #add(tx: Transaction, row: Row, token: string, expiresAt: Date): Promise<RefreshToken> {
    const successor = successorOf(token, this.#secrets[0])
    const { accountId, familyId } = row
    await addRefreshToken(tx, { tokenHash: successor.hash, accountId, familyId, expiresAt })
    await noteSuccessor(tx, row.tokenHash, successor.hash, new Date())
    return successor
  }
}
