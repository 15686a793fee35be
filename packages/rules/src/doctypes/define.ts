/** What every DocType file is written with. */
import type { DocTypeRule, Rights, TombstoneRule } from '../doctype-rule.ts'
import { ROLES, type Role } from '../shapes.ts'

/** What a deleted document leaves behind where the DocType says nothing else. */
export const DEFAULT_TOMBSTONE: TombstoneRule = {
  allow_delete: true,
  tombstone_ttl_days: 30,
  tombstone_wins_over_update: true,
}

export const EVERYONE: readonly Role[] = ROLES
export const OFFICE: readonly Role[] = ['receptionist', 'resolver', 'admin']
export const DESK: readonly Role[] = ['resolver', 'admin']
export const ADMIN: readonly Role[] = ['admin']

/** Read by all, written by administrators alone. */
export const ADMIN_ONLY: Rights = { read: EVERYONE, insert: ADMIN, update: ADMIN, delete: ADMIN }

type Written = Omit<DocTypeRule, 'tombstone'> & { readonly tombstone?: TombstoneRule }

/** Completes a written rule with what it leaves to the defaults. */
export function defineDocType(rule: Written): DocTypeRule {
  return { ...rule, tombstone: rule.tombstone ?? DEFAULT_TOMBSTONE }
}
