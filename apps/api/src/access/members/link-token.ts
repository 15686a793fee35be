import { createHash, randomBytes } from 'node:crypto'
import { organisationId } from '@dartwing/protocol'

export const LINK_HOURS = 72
/** Who keeps the server, and answers for every organisation on it: where an admin's address would stand. */
export const OPERATOR = 'operator'

export interface LinkToken {
  readonly token: string
  /** What is stored: who reads the database can use no link. */
  readonly hash: string
}

/** It names its organisation, since it is looked at before anybody has signed in. */
export function newLinkToken(org: string): LinkToken {
  const token = `${Buffer.from(org).toString('base64url')}.${randomBytes(32).toString('base64url')}`
  return { token, hash: hashOf(token) }
}

/** Where a link leads; null: it is none of ours. */
export function readLinkToken(token: string): { readonly org: string; readonly hash: string } | null {
  const [name = '', secret, ...rest] = token.split('.')
  const org = organisationId.safeParse(Buffer.from(name, 'base64url').toString())
  if (!org.success || secret === undefined || rest.length > 0) return null
  return { org: org.data, hash: hashOf(token) }
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
