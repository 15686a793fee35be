import { createHash, createHmac, randomBytes } from 'node:crypto'

export interface RefreshToken {
  readonly token: string
  /** What is stored: who reads the database can sign in as nobody. */
  readonly hash: string
}

export function newRefreshToken(): RefreshToken {
  return withHash(randomBytes(32).toString('base64url'))
}

/** Derived, so that a device whose answer was lost is given the same one again, with nothing but a hash stored. */
export function successorOf(token: string, secret: string): RefreshToken {
  const key = createHmac('sha256', secret).update('refresh-token').digest()
  return withHash(createHmac('sha256', key).update(token).digest('base64url'))
}

export function withHash(token: string): RefreshToken {
  return { token, hash: createHash('sha256').update(token).digest('hex') }
}
