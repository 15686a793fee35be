import { ROLES } from '@dartwing/rules'
import { z } from 'zod'
import { instant, organisationId, text } from '../documents.ts'

/** In the order in which an organisation goes through them. */
export const ROLLOUT_STAGES = ['internal', 'beta', 'ga'] as const
export type RolloutStage = (typeof ROLLOUT_STAGES)[number]

/** `invited`: has not accepted yet; `disabled`: may do nothing here, and can be enabled again. */
export const memberState = z.enum(['invited', 'active', 'disabled'])
export type MemberState = z.infer<typeof memberState>

/** One person in one organisation, as its admins see them. */
export const member = z.object({
  account_id: z.uuid(),
  email: z.string(),
  full_name: z.string(),
  role: z.enum(ROLES),
  state: memberState,
  /** When one of their devices last spoke to the server; null: never. */
  last_seen_at: instant.nullable(),
})
export type MemberView = z.infer<typeof member>

const page = {
  org: organisationId.optional(),
  cursor: text(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

export const memberListQuery = z.object({ ...page, q: text(140).optional() })
export type MemberListQuery = z.infer<typeof memberListQuery>

export const memberList = z.object({ items: z.array(member), next_cursor: z.string().nullable() })
export type MemberList = z.infer<typeof memberList>

const email = z.email().max(320)
const fullName = text(140).trim().min(1)

export const inviteRequest = z.object({ email, full_name: fullName, role: z.enum(ROLES) })
export type InviteRequest = z.infer<typeof inviteRequest>

/** A link is shown once: only its hash is kept. It leads to `/invitation#<token>` of the resolver. */
export const memberLink = z.object({ member, token: z.string(), expires_at: instant })
export type MemberLink = z.infer<typeof memberLink>

export const memberChange = z
  .object({ role: z.enum(ROLES).optional(), disabled: z.boolean().optional() })
  .refine((change) => change.role !== undefined || change.disabled !== undefined, 'changes nothing')
export type MemberChange = z.infer<typeof memberChange>

export const linkRequest = z.object({ token: text(500).min(1) })

/** What a link is for; `reset`: a member of long standing chooses a new password. */
export const invitation = z.object({
  org: z.string(),
  organisation: z.string(),
  email: z.string(),
  full_name: z.string(),
  role: z.enum(ROLES),
  purpose: z.enum(['join', 'reset']),
  expires_at: instant,
})
export type Invitation = z.infer<typeof invitation>

/** Who has an account already gives its password; anybody else chooses one. */
export const acceptRequest = z.object({ token: text(500).min(1), password: text(256).min(1) })
export type AcceptRequest = z.infer<typeof acceptRequest>

export const passwordRequest = z.object({ current: text(256).min(1), next: text(256).min(1) })
export type PasswordRequest = z.infer<typeof passwordRequest>

/** What an admin did to the organisation and its members; only ever added to. */
export const auditEntry = z.object({
  id: z.string(),
  at: instant,
  actor: z.string(),
  act: z.enum([
    'invited',
    'joined',
    'role_changed',
    'disabled',
    'enabled',
    'link_made',
    'password_reset',
    'promoted',
    'demoted',
    'timer_paused',
    'timer_resumed',
  ]),
  /** The e-mail address of whom it was done to, or the DocType of a timer; null: the organisation itself. */
  subject: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
})
export type AuditEntry = z.infer<typeof auditEntry>
export const auditQuery = z.object(page)
export type AuditQuery = z.infer<typeof auditQuery>
export const auditList = z.object({ items: z.array(auditEntry), next_cursor: z.string().nullable() })
export type AuditList = z.infer<typeof auditList>

export const organisation = z.object({
  org: z.string(),
  title: z.string(),
  time_zone: z.string(),
  rollout_stage: z.enum(ROLLOUT_STAGES),
  /** The lowest stage this server lets sync. */
  lowest_stage: z.enum(ROLLOUT_STAGES),
})
export type Organisation = z.infer<typeof organisation>

/** `from` guards against two admins at once: the stage the admin saw. */
export const stageRequest = z
  .object({ from: z.enum(ROLLOUT_STAGES), to: z.enum(ROLLOUT_STAGES) })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'is the stage it has' })
export type StageRequest = z.infer<typeof stageRequest>
