import { roomOf } from '@dartwing/protocol'
import { isPersonal, type Member, readableRules, seesAllConflicts } from '../access/rights.ts'

export const conflictRoom = (org: string, doctype: string) => `conflicts:${doctype}:${org}`
export const ownConflictRoom = (org: string, doctype: string, email: string) =>
  `conflicts:${doctype}:${org}:${email}`
/** Of one DocType: whose rows of one type are personal may read all of another. */
export const personalRoom = (org: string, doctype: string, email: string) =>
  `personal:${doctype}:${org}:${email}`

/** Of every DocType this member may read: all its rows or theirs, all its conflicts or theirs. */
export function roomsOf({ org, email, role }: Member): string[] {
  return [
    roomOf.org(org),
    roomOf.user(org, email),
    ...readableRules(role).flatMap((rule) => [
      isPersonal(rule, role) ? personalRoom(org, rule.name, email) : roomOf.sync(rule.name, org),
      seesAllConflicts(role) ? conflictRoom(org, rule.name) : ownConflictRoom(org, rule.name, email),
    ]),
  ]
}
