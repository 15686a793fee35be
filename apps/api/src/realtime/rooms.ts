import { roomOf } from '@dartwing/protocol'
import { type DocTypeRule, docTypeRule, registeredDocTypes } from '@dartwing/rules'
import { isPersonal, type Member, may } from '../access/rights.ts'

/** Those who hear of everybody's conflicts; the others hear of what they have submitted themselves. */
const CONFLICT_ROLES = new Set(['resolver', 'admin', 'receptionist'])

export const conflictRoom = (org: string, doctype: string) => `conflicts:${doctype}:${org}`
export const ownConflictRoom = (org: string, doctype: string, email: string) =>
  `conflicts:${doctype}:${org}:${email}`
/** Of one DocType: whose rows of one type are personal may read all of another. */
export const personalRoom = (org: string, doctype: string, email: string) =>
  `personal:${doctype}:${org}:${email}`

/** Of every DocType this member may read: all its rows or theirs, all its conflicts or theirs. */
export function roomsOf({ org, email, role }: Member): string[] {
  const readable = registeredDocTypes()
    .map(docTypeRule)
    .filter((rule): rule is DocTypeRule => rule !== undefined && may(rule, role, 'read'))
  return [
    roomOf.org(org),
    roomOf.user(org, email),
    ...readable.flatMap((rule) => [
      isPersonal(rule, role) ? personalRoom(org, rule.name, email) : roomOf.sync(rule.name, org),
      CONFLICT_ROLES.has(role) ? conflictRoom(org, rule.name) : ownConflictRoom(org, rule.name, email),
    ]),
  ]
}
