import { createHash, createHmac, randomBytes } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { SETTINGS, type Settings } from '../platform/settings.ts'

export const ACCESS_TOKEN_SECONDS = 15 * 60
const ISSUER = 'dartwing-sync'
const claims = z.object({ sub: z.uuid(), email: z.string(), name: z.string() })

export interface Account {
  readonly account_id: string
  readonly email: string
  readonly full_name: string
}

/** Access tokens: short-lived, signed with one pinned algorithm. */
@Injectable()
export class Tokens {
  readonly #key: Uint8Array

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.#key = createHmac('sha256', settings.AUTH_SECRET).update('access-token').digest()
  }

  async sign(account: Account): Promise<string> {
    return new SignJWT({ email: account.email, name: account.full_name })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(account.account_id)
      .setIssuer(ISSUER)
      .setIssuedAt()
      .setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
      .sign(this.#key)
  }

  /** The account a token speaks for; null when it is not ours, was changed, or has expired. */
  async verify(token: string): Promise<Account | null> {
    try {
      const { payload } = await jwtVerify(token, this.#key, { algorithms: ['HS256'], issuer: ISSUER })
      const { sub, email, name } = claims.parse(payload)
      return { account_id: sub, email, full_name: name }
    } catch {
      return null
    }
  }
}

export function newRefreshToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashRefreshToken(token) }
}

export function hashRefreshToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
