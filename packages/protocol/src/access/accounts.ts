import { ROLES } from '@dartwing/rules'
import { z } from 'zod'
import { nearest, text } from '../documents.ts'

export const loginRequest = z.object({ email: z.email().max(320), password: text(256).min(1) })
export type LoginRequest = z.infer<typeof loginRequest>

export const organisationMembership = z.object({
  org: z.string(),
  title: z.string(),
  role: z.enum(ROLES),
  time_zone: z.string(),
})

export const user = z.object({ email: z.string(), full_name: z.string() })
export type User = z.infer<typeof user>

export const session = z.object({
  access_token: z.string(),
  /** Seconds until the access token dies. */
  expires_in: z.int(),
  refresh_token: z.string(),
  user,
  organisations: z.array(organisationMembership),
})
export type Session = z.infer<typeof session>

/** As a client reads it: of a role that is not known the least is expected. */
export const readableSession = session.extend({
  organisations: z.array(
    organisationMembership.extend({ role: nearest(organisationMembership.shape.role, 'technician') }),
  ),
})

export const refreshRequest = z.object({ refresh_token: text(500).min(1) })

export const me = z.object({ user, organisations: z.array(organisationMembership) })
export type Me = z.infer<typeof me>

/** The end of a sign-in elsewhere: the code the issuer gave, and what proves that this client asked for it. */
export const oidcRequest = z.object({
  code: text(4000).min(1),
  code_verifier: text(128).min(43),
  redirect_uri: z.url().max(2000),
  nonce: text(200).min(1),
})
export type OidcRequest = z.infer<typeof oidcRequest>

/** The issuer people may sign in with; null: accounts of this server only. */
export const oidcSettings = z.object({
  issuer: z.string(),
  client_id: z.string(),
  /** Where a sign-in begins; null: the issuer does not answer just now. */
  authorization_endpoint: z.string().nullable(),
  scope: z.string(),
})
export type OidcSettings = z.infer<typeof oidcSettings>

/** What the sign-in page may know before anyone has signed in. */
export const publicSettings = z.object({
  demo: z.boolean(),
  demo_accounts: z.array(
    z.object({ email: z.string(), full_name: z.string(), role: z.string(), org: z.string() }),
  ),
  oidc: oidcSettings.nullable().default(null),
})
export type PublicSettings = z.infer<typeof publicSettings>
