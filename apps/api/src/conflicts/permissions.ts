import { type ConflictDetail, UNDO_OWN_MINUTES } from '@dartwing/protocol'
import { type Action, docTypeRule } from '@dartwing/rules'
import { type Member, may } from '../access/rights.ts'
import type { ConflictRecord, StoredDocument } from '../store/stored-document.ts'

const DECIDERS = new Set(['resolver', 'admin'])
const OVERSEERS = new Set(['resolver', 'admin', 'receptionist'])

/** May this member see everybody's conflicts, or only their own? */
export const seesAll = (member: Member): boolean => OVERSEERS.has(member.role)

/** A person sees a conflict if they may read its document; a technician, if it is theirs. */
export function maySee(
  member: Member,
  conflict: ConflictRecord,
  document: StoredDocument | undefined,
): boolean {
  const rule = docTypeRule(conflict.doctype)
  if (rule === undefined || !may(rule, member.role, 'read')) return false
  return seesAll(member) || isOwn(member, conflict, document)
}

export function permissionsOf(
  member: Member,
  conflict: ConflictRecord,
  document: StoredDocument | undefined,
  now: string,
): ConflictDetail['permissions'] {
  const isOpen = conflict.state === 'open'
  const decides = DECIDERS.has(member.role) || isOwn(member, conflict, document)
  const isAdmin = member.role === 'admin'
  return {
    resolve: isOpen && decides,
    undo: isDecided(conflict) && (isAdmin || hasJustDecided(member, conflict, now)),
    extend: isOpen && isAdmin,
    book_anyway: isOpen && OVERSEERS.has(member.role) && conflict.kind === 'slot_collision',
  }
}

const isDecided = ({ state }: ConflictRecord) => state === 'resolved' || state === 'auto_resolved'

/** A slip is taken back by whoever made it; what has stood for a while, by an admin. */
function hasJustDecided(member: Member, { resolved_by, resolved_at }: ConflictRecord, now: string): boolean {
  if (resolved_by !== member.email || resolved_at === null) return false
  return Date.parse(now) - Date.parse(resolved_at) <= UNDO_OWN_MINUTES * 60_000
}

const ACTIONS_BY_KIND: Record<ConflictRecord['kind'], readonly Action[]> = {
  field_conflict: ['choose'],
  slot_collision: ['move', 'cancel', 'book_anyway'],
  signature_review: ['accept_signature', 'request_signature', 'reject_both'],
  delete_edit: ['choose'],
}

/** Field by field, or the device's version whole: for every kind. */
const ALWAYS: readonly Action[] = ['choose', 'restore']

export function isFor(action: Action, kind: ConflictRecord['kind']): boolean {
  return ALWAYS.includes(action) || ACTIONS_BY_KIND[kind].includes(action)
}

/** What may be done about a conflict; empty when nothing may. */
export function actionsOf(conflict: ConflictRecord, permissions: ConflictDetail['permissions']): Action[] {
  if (!permissions.resolve && !permissions.book_anyway) return []
  return ACTIONS_BY_KIND[conflict.kind].filter((action) =>
    action === 'book_anyway' ? permissions.book_anyway : permissions.resolve,
  )
}

function isOwn(member: Member, conflict: ConflictRecord, document: StoredDocument | undefined): boolean {
  return conflict.submitted_by === member.email || (document?.audience.includes(member.email) ?? false)
}
