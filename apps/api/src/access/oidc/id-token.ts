import { text } from '@dartwing/protocol'
import { errors, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import type { IssuerConfiguration } from './configuration.ts'
import { IssuerAway, NotProven } from './issuer-http.ts'

/** Signatures with a key pair only: what the issuer publishes must never be enough to sign. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA']
const CLOCK_TOLERANCE_SECONDS = 60
/** It comes straight from the issuer, so it has just been made. */
const AGE_SECONDS_MAX = 600

export const personClaims = z.object({
  sub: z.string().min(1).max(255),
  email: z.string().optional(),
  email_verified: z.unknown().optional(),
  name: text(140).trim().min(1).optional().catch(undefined),
})
/** Who the issuer says it is. */
export type PersonClaims = z.infer<typeof personClaims>

/** Reads an ID token that was made by this issuer, for this client and this sign-in, just now; throws `NotProven`. */
export async function readIdToken(
  token: string,
  issuer: IssuerConfiguration,
  expected: { readonly clientId: string; readonly nonce: string },
): Promise<PersonClaims> {
  const payload = await verify(token, issuer, expected.clientId)
  if (payload.nonce !== expected.nonce) throw new NotProven('The ID token is of another sign-in')
  const isForSeveral = Array.isArray(payload.aud) && payload.aud.length > 1
  const { azp = isForSeveral ? null : expected.clientId } = payload
  if (azp !== expected.clientId) throw new NotProven('The ID token was issued to another client')
  const claims = personClaims.safeParse(payload)
  if (!claims.success) throw new NotProven('The ID token does not say who it is about')
  return claims.data
}

async function verify(token: string, issuer: IssuerConfiguration, audience: string): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, issuer.keys, {
      algorithms: ALGORITHMS,
      issuer: issuer.issuer,
      audience,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      maxTokenAge: AGE_SECONDS_MAX,
      requiredClaims: ['sub', 'exp'],
    })
    return payload
  } catch (error) {
    if (error instanceof errors.JWKSInvalid)
      throw new IssuerAway('Its keys can not be read', { cause: error })
    if (error instanceof errors.JWKSTimeout) throw new IssuerAway('Its keys do not come', { cause: error })
    if (error instanceof errors.JOSEError) throw new NotProven(error.message, { cause: error })
    throw error
  }
}
