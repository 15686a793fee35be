import { ROLLOUT_STAGES, type RolloutStage } from '@dartwing/protocol'
import {
  type Doc,
  type DocTypeRule,
  docTypeRule,
  ROLES,
  type Role,
  registeredDocTypes,
  SYNC_CONFIG,
} from '@dartwing/rules'
import { ProblemException } from '../platform/problem/problem.ts'

/** Who is asking, in which organisation, as what. Read anew in every transaction. */
export interface Member {
  readonly org: string
  readonly account_id: string
  readonly email: string
  readonly full_name: string
  readonly role: Role
  readonly revision: number
  readonly time_zone: string
  readonly epoch: string
  readonly rollout_stage: RolloutStage
}

export type Act = 'read' | 'insert' | 'update' | 'delete'

export function roleOf(word: string): Role {
  const role = ROLES.find((known) => known === word)
  if (role === undefined) throw new Error(`Unknown role in the database: ${word}`)
  return role
}

/** An organisation below the lowest stage that this server lets sync is refused; its devices keep their queue. */
export function assertMaySync({ rollout_stage }: Member, lowest: RolloutStage): void {
  if (ROLLOUT_STAGES.indexOf(rollout_stage) < ROLLOUT_STAGES.indexOf(lowest)) {
    throw new ProblemException('not_enabled')
  }
}

export function may(rule: DocTypeRule, role: Role, act: Act): boolean {
  return rule.rights[act].includes(role)
}

/** Of the DocTypes that this role may read. */
export function readableRules(role: Role): DocTypeRule[] {
  return registeredDocTypes()
    .map(docTypeRule)
    .filter((rule): rule is DocTypeRule => rule !== undefined && may(rule, role, 'read'))
}

const OVERSEERS: ReadonlySet<Role> = new Set(['resolver', 'admin', 'receptionist'] as const)

/** Everybody's conflicts, or only those one has submitted and those about documents of one's own? */
export const seesAllConflicts = (role: Role): boolean => OVERSEERS.has(role)

/** Are the rows of this DocType personal for this role? Then only its audience sees each. */
export function isPersonal(rule: DocTypeRule, role: Role): boolean {
  return rule.visibility?.roles.includes(role) ?? false
}

const HOUR_MS = 3_600_000

/**
 * A personal document is reachable for its audience, and for those who were in it not long ago: their
 * late changes were made when it was theirs.
 */
export function isReachable(
  { role, email }: Pick<Member, 'role' | 'email'>,
  rule: DocTypeRule,
  document: {
    readonly audience: readonly string[]
    readonly former_audience: readonly string[]
    readonly audience_at: string | null
  },
  now: string,
): boolean {
  if (!isPersonal(rule, role) || document.audience.includes(email)) return true
  if (!document.former_audience.includes(email) || document.audience_at === null) return false
  const graceMs = SYNC_CONFIG.max_offline_duration_hours * HOUR_MS
  return Date.parse(now) - Date.parse(document.audience_at) <= graceMs
}

/** May this role write this field? `isNew`: the document is being inserted. */
export function mayWriteField(rule: DocTypeRule, role: Role, field: string, isNew: boolean): boolean {
  if (rule.server_only_fields?.includes(field)) return false
  if (!isNew && rule.insert_only_fields?.includes(field)) return false
  const roles = rule.field_roles?.[field]
  return roles === undefined || roles.includes(role)
}

/** The accounts (by e-mail address) that see a personal document; empty for DocTypes that are not personal. */
export function audienceOf(rule: DocTypeRule, data: Doc): string[] {
  if (rule.visibility === undefined) return []
  const value = data[rule.visibility.field]
  return typeof value === 'string' && value !== '' ? [value.toLowerCase()] : []
}
