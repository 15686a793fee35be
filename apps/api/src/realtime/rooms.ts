import { roomOf } from '@dartwing/protocol'
import { type DocTypeRule, docTypeRule, registeredDocTypes } from '@dartwing/rules'
import { isPersonal, type Member, may } from '../access/rights.ts'

/** Those who decide conflicts of everybody; submitters hear of their own in their own room. */
const CONFLICT_ROLES = new Set(['resolver', 'admin', 'receptionist'])

export const conflictRoom = (org: string) => `conflicts:${org}`
/** Of one DocType: whose rows of one type are personal may read all of another. */
export const personalRoom = (org: string, doctype: string, email: string) =>
  `personal:${doctype}:${org}:${email}`

/** A room of every DocType this member may read: of all its rows, or of theirs. */
export function roomsOf({ org, email, role }: Member): string[] {
  const readable = registeredDocTypes()
    .map(docTypeRule)
    .filter((rule): rule is DocTypeRule => rule !== undefined && may(rule, role, 'read'))
  return [
    roomOf.org(org),
    roomOf.user(org, email),
    ...readable.map((rule) =>
      isPersonal(rule, role) ? personalRoom(org, rule.name, email) : roomOf.sync(rule.name, org),
    ),
    ...(CONFLICT_ROLES.has(role) ? [conflictRoom(org)] : []),
  ]
}
