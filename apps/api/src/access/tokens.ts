import { createHash, createHmac } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import { type JWTHeaderParameters, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { authSecrets, SETTINGS, type Settings } from '../platform/settings.ts'

export const ACCESS_TOKEN_SECONDS = 15 * 60
/** How far the clocks of two servers may be apart. */
const LEEWAY_SECONDS = 60
const ALGORITHM = 'HS256'
const TYPE = 'at+jwt'
const ISSUER = 'dartwing-sync'
const AUDIENCE = 'dartwing-sync-api'
const claims = z.object({
  sub: z.uuid(),
  sid: z.uuid(),
  email: z.string(),
  name: z.string(),
  iat: z.number(),
  exp: z.number(),
})

/** Who is asking, and by which sign-in. Whether both still count is asked of the database in every transaction. */
export interface Account {
  readonly account_id: string
  readonly session_id: string
  readonly email: string
  readonly full_name: string
}

/** Access tokens: short-lived, of one pinned algorithm, signed with the secret of today or of before a rotation. */
@Injectable()
export class Tokens {
  readonly #kid: string
  readonly #key: Uint8Array
  readonly #keys: ReadonlyMap<string, Uint8Array>

  constructor(@Inject(SETTINGS) settings: Settings) {
    const [secret, ...earlier] = authSecrets(settings)
    this.#key = keyOf(secret)
    this.#kid = keyId(this.#key)
    this.#keys = new Map([this.#key, ...earlier.map(keyOf)].map((key) => [keyId(key), key]))
  }

  async sign(account: Account): Promise<string> {
    return new SignJWT({ sid: account.session_id, email: account.email, name: account.full_name })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: this.#kid })
      .setSubject(account.account_id)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
      .sign(this.#key)
  }

  /** The account a token speaks for; null when it is not ours, was changed, is no access token, or has expired. */
  async verify(token: string): Promise<Account | null> {
    try {
      const { payload } = await jwtVerify(token, (header) => this.#keyOf(header), {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer: ISSUER,
        audience: AUDIENCE,
        clockTolerance: LEEWAY_SECONDS,
        maxTokenAge: ACCESS_TOKEN_SECONDS,
      })
      const { sub, sid, email, name, iat, exp } = claims.parse(payload)
      if (exp - iat > ACCESS_TOKEN_SECONDS) return null
      return { account_id: sub, session_id: sid, email, full_name: name }
    } catch {
      return null
    }
  }

  /** Looked up among ours: nothing a header says is fetched, opened or searched for. */
  #keyOf({ kid = '' }: Pick<JWTHeaderParameters, 'kid'>): Uint8Array {
    const key = this.#keys.get(kid)
    if (key === undefined) throw new Error('There is no such key')
    return key
  }
}

const keyOf = (secret: string) => createHmac('sha256', secret).update('access-token').digest()

/** Tells the keys apart, and nothing about them. */
function keyId(key: Uint8Array): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 12)
}
