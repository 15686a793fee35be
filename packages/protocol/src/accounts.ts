import { ROLES } from '@dartwing/rules'
import { z } from 'zod'
import { text } from './documents.ts'

export const loginRequest = z.object({ email: z.email().max(320), password: text(1000).min(1) })
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

export const refreshRequest = z.object({ refresh_token: text(500).min(1) })

export const me = z.object({ user, organisations: z.array(organisationMembership) })
export type Me = z.infer<typeof me>

/** What the sign-in page may know before anyone has signed in. */
export const publicSettings = z.object({
  demo: z.boolean(),
  demo_accounts: z.array(
    z.object({ email: z.string(), full_name: z.string(), role: z.string(), org: z.string() }),
  ),
})
export type PublicSettings = z.infer<typeof publicSettings>
