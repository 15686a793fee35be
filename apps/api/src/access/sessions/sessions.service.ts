import { randomUUID } from 'node:crypto'
import type { Me, Session } from '@dartwing/protocol'
import { SYNC_CONFIG } from '@dartwing/rules'
import { Injectable } from '@nestjs/common'
import { verify } from '@node-rs/argon2'
import { Database, type Transaction } from '../../platform/prisma/database.ts'
import { ProblemException } from '../../platform/problem/problem.ts'
import {
  accountByEmail,
  accountById,
  addRefreshToken,
  markRotated,
  membershipsOf,
  refreshTokenByHash,
  revokeFamily,
} from '../accounts.repository.ts'
import { ACCESS_TOKEN_SECONDS, type Account, hashRefreshToken, newRefreshToken, Tokens } from '../tokens.ts'

const HOUR_MS = 3_600_000
/** A device that lost the answer to a refresh may ask again with the old token this long. */
const LOST_RESPONSE_WINDOW_MS = 60_000
/** Compared against when an account is unknown, so that the answer takes as long as for a known one. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly tokens: Tokens,
  ) {}

  async login(email: string, password: string): Promise<Session> {
    const account = await this.database.acrossOrganisations(null, (tx) => accountByEmail(tx, email))
    const matches = await verify(account?.passwordHash ?? NOBODYS_HASH, password).catch(() => false)
    if (account === null || !matches || account.passwordHash === null || account.disabledAt !== null) {
      throw new ProblemException('wrong_credentials')
    }
    return this.database.acrossOrganisations(account.accountId, (tx) =>
      this.#open(tx, toAccount(account), randomUUID()),
    )
  }

  /** Rotates: the old token dies, but for the window in which its answer may have been lost. */
  async refresh(token: string): Promise<Session> {
    const hash = hashRefreshToken(token)
    const outcome = await this.database.acrossOrganisations(null, async (tx) => {
      const row = await refreshTokenByHash(tx, hash)
      const now = new Date()
      if (row === null || row.revokedAt !== null || row.account.disabledAt !== null) return null
      if (row.expiresAt < now) return null
      if (row.rotatedAt !== null && now.getTime() - row.rotatedAt.getTime() > LOST_RESPONSE_WINDOW_MS) {
        // An old token that comes back late was copied by somebody: nobody of the family stays signed in.
        await revokeFamily(tx, row.familyId, now)
        return null
      }
      await markRotated(tx, hash, now)
      return { account: toAccount(row.account), family: row.familyId }
    })
    if (outcome === null) throw new ProblemException('reauth_required')
    return this.database.acrossOrganisations(outcome.account.account_id, (tx) =>
      this.#open(tx, outcome.account, outcome.family),
    )
  }

  async logout(token: string): Promise<void> {
    await this.database.acrossOrganisations(null, async (tx) => {
      const row = await refreshTokenByHash(tx, hashRefreshToken(token))
      if (row !== null) await revokeFamily(tx, row.familyId, new Date())
    })
  }

  /** A session for somebody who has proven elsewhere who they are. */
  async openFor(accountId: string): Promise<Session> {
    return this.database.acrossOrganisations(accountId, async (tx) => {
      const account = await accountById(tx, accountId)
      if (account === null || account.disabledAt !== null) throw new ProblemException('wrong_credentials')
      return this.#open(tx, toAccount(account), randomUUID())
    })
  }

  async me(accountId: string): Promise<Me> {
    return this.database.acrossOrganisations(accountId, async (tx) => {
      const account = await accountById(tx, accountId)
      if (account === null || account.disabledAt !== null) throw new ProblemException('unauthenticated')
      return {
        user: { email: account.email, full_name: account.fullName },
        organisations: await membershipsOf(tx, accountId),
      }
    })
  }

  async #open(tx: Transaction, account: Account, familyId: string): Promise<Session> {
    const { token, hash } = newRefreshToken()
    const expiresAt = new Date(Date.now() + SYNC_CONFIG.force_reauth_after_hours * HOUR_MS)
    await addRefreshToken(tx, { tokenHash: hash, accountId: account.account_id, familyId, expiresAt })
    return {
      access_token: await this.tokens.sign(account),
      expires_in: ACCESS_TOKEN_SECONDS,
      refresh_token: token,
      user: { email: account.email, full_name: account.full_name },
      organisations: await membershipsOf(tx, account.account_id),
    }
  }
}

function toAccount(row: { accountId: string; email: string; fullName: string }): Account {
  return { account_id: row.accountId, email: row.email, full_name: row.fullName }
}
