import { randomUUID } from 'node:crypto'
import type { Me, Session } from '@dartwing/protocol'
import { SYNC_CONFIG } from '@dartwing/rules'
import { Inject, Injectable } from '@nestjs/common'
import { Database, type Transaction } from '../../platform/prisma/database.ts'
import { ProblemException } from '../../platform/problem/problem.ts'
import { SETTINGS, type Settings } from '../../platform/settings.ts'
import { accountByEmail, accountById, membershipsOf, setPassword } from '../accounts.repository.ts'
import { assertSignedIn } from '../membership.repository.ts'
import { assertUsable, hashPassword, isPassword, isWeaker } from '../passwords.ts'
import { ACCESS_TOKEN_SECONDS, type Account, Tokens } from '../tokens.ts'
import { newRefreshToken, type RefreshToken, withHash } from './refresh-token.ts'
import {
  addRefreshToken,
  refreshTokenByHash,
  revokeFamily,
  revokeSignIns,
} from './refresh-tokens.repository.ts'
import { Rotation } from './rotation.ts'

const HOUR_MS = 3_600_000
/** Without contact for so long a sign-in dies. */
const expiry = () => new Date(Date.now() + SYNC_CONFIG.force_reauth_after_hours * HOUR_MS)

/** Signing in, staying signed in, and the end of it. */
@Injectable()
export class SessionsService {
  readonly #rotation: Rotation

  constructor(
    private readonly database: Database,
    private readonly tokens: Tokens,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.#rotation = new Rotation(settings)
  }

  async login(email: string, password: string): Promise<Session> {
    const account = await this.database.acrossOrganisations(null, (tx) => accountByEmail(tx, email))
    const matches = await isPassword(account?.passwordHash ?? null, password)
    if (account === null || !matches || account.disabledAt !== null) {
      throw new ProblemException('wrong_credentials')
    }
    const { accountId, passwordHash } = account
    if (passwordHash !== null && isWeaker(passwordHash)) {
      const next = await hashPassword(password)
      await this.database.acrossOrganisations(null, (tx) => setPassword(tx, accountId, next, passwordHash))
    }
    return this.openFor(accountId)
  }

  /** A session for somebody who has proven who they are. */
  async openFor(accountId: string): Promise<Session> {
    return this.database.acrossOrganisations(accountId, async (tx) => {
      const account = await accountById(tx, accountId)
      if (account === null || account.disabledAt !== null) throw new ProblemException('wrong_credentials')
      const refreshToken = newRefreshToken()
      const session_id = randomUUID()
      await addRefreshToken(tx, {
        tokenHash: refreshToken.hash,
        accountId,
        familyId: session_id,
        expiresAt: expiry(),
      })
      return this.#toSession(tx, { ...toPerson(account), session_id }, refreshToken)
    })
  }

  /** A refresh token is used once; but until its successor has been used, it is answered with that again. */
  async refresh(token: string): Promise<Session> {
    const { hash } = withHash(token)
    const known = await this.database.acrossOrganisations(null, (tx) => refreshTokenByHash(tx, hash))
    if (known === null) throw new ProblemException('reauth_required')
    const session = await this.database.acrossOrganisations(known.accountId, async (tx) => {
      const rotated = await this.#rotation.rotate(tx, token, expiry())
      if (rotated === null) return null
      const { row, successor } = rotated
      return this.#toSession(tx, { ...toPerson(row.account), session_id: row.familyId }, successor)
    })
    if (session === null) throw new ProblemException('reauth_required')
    return session
  }

  async logout(token: string): Promise<void> {
    await this.database.acrossOrganisations(null, async (tx) => {
      const row = await refreshTokenByHash(tx, withHash(token).hash)
      if (row !== null) await revokeFamily(tx, row.familyId, new Date())
    })
  }

  /** For calls that ask the database nothing else. */
  async assertSignedIn(caller: Account): Promise<void> {
    await this.database.acrossOrganisations(null, (tx) => assertSignedIn(tx, caller))
  }

  async me(caller: Account): Promise<Me> {
    return this.database.acrossOrganisations(caller.account_id, async (tx) => {
      await assertSignedIn(tx, caller)
      const account = await accountById(tx, caller.account_id)
      if (account === null) throw new ProblemException('unauthenticated')
      return {
        user: { email: account.email, full_name: account.fullName },
        organisations: await membershipsOf(tx, caller.account_id),
      }
    })
  }

  /** Every other sign-in of the account ends; this one goes on. */
  async changePassword(caller: Account, current: string, next: string): Promise<void> {
    const { account_id, session_id } = caller
    const account = await this.database.acrossOrganisations(account_id, async (tx) => {
      await assertSignedIn(tx, caller)
      return accountById(tx, account_id)
    })
    const stored = account?.passwordHash ?? null
    if (account === null || stored === null || !(await isPassword(stored, current))) {
      throw new ProblemException('wrong_credentials')
    }
    assertUsable(next, account.email, 'next')
    const made = await hashPassword(next)
    await this.database.acrossOrganisations(account_id, async (tx) => {
      const isOurs = await setPassword(tx, account_id, made, stored)
      if (!isOurs) throw new ProblemException('wrong_credentials')
      await revokeSignIns(tx, account_id, new Date(), session_id)
    })
  }

  async #toSession(tx: Transaction, account: Account, { token }: RefreshToken): Promise<Session> {
    return {
      access_token: await this.tokens.sign(account),
      expires_in: ACCESS_TOKEN_SECONDS,
      refresh_token: token,
      user: { email: account.email, full_name: account.full_name },
      organisations: await membershipsOf(tx, account.account_id),
    }
  }
}

function toPerson(row: { accountId: string; email: string; fullName: string }) {
  return { account_id: row.accountId, email: row.email, full_name: row.fullName }
}
