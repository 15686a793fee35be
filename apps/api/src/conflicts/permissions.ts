import { type ConflictDetail, UNDO_OWN_MINUTES } from '@dartwing/protocol'
import { type Action, docTypeRule, type Role } from '@dartwing/rules'
import { type Member, may, seesAllConflicts } from '../access/rights.ts'
import type { ConflictRecord, StoredDocument } from '../store/stored-document.ts'

const DECIDERS: ReadonlySet<Role> = new Set(['resolver', 'admin'] as const)

/** A person sees a conflict if they may read its document; a technician, if it is theirs. */
export function maySee(
  member: Member,
  conflict: ConflictRecord,
  document: StoredDocument | undefined,
): boolean {
  const rule = docTypeRule(conflict.doctype)
  if (rule === undefined || !may(rule, member.role, 'read')) return false
  return seesAllConflicts(member.role) || isOwn(member, conflict, document)
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
    hold: isOpen && decides && isHoldable(conflict),
    reassign: isOpen && mayGive(member),
    book_anyway: isOpen && seesAllConflicts(member.role) && conflict.kind === 'slot_collision',
  }
}

/** Of these roles, those whose members decide about anything they may read. */
export const decidingRoles = (readers: readonly Role[]): Role[] =>
  readers.filter((role) => DECIDERS.has(role))

/** May this member ask others to decide? */
export const mayGive = ({ role }: Member): boolean => DECIDERS.has(role)

/** Those who may decide because it is theirs, by e-mail address. */
export function ownersOf(
  { submitted_by }: ConflictRecord,
  document: StoredDocument | undefined,
): readonly string[] {
  return [submitted_by, ...(document?.audience ?? [])]
}

/** A few minutes more to finish, once; what no timer decides needs none. */
function isHoldable({ held_at, due_at, on_timeout }: ConflictRecord): boolean {
  return held_at === null && due_at !== null && on_timeout !== 'escalate'
}

const isDecided = ({ state }: ConflictRecord) => state === 'resolved' || state === 'auto_resolved'

/** A slip is taken back by whoever made it; what has stood for a while, by an admin. */
function hasJustDecided(member: Member, { resolved_by, resolved_at }: ConflictRecord, now: string): boolean {
  if (resolved_by !== member.email || resolved_at === null) return false
  return Date.parse(now) - Date.parse(resolved_at) <= UNDO_OWN_MINUTES * 60_000
}

const ACTIONS_BY_KIND: Record<ConflictRecord['kind'], readonly Action[]> = {
  field_conflict: [],
  slot_collision: ['move', 'cancel', 'book_anyway'],
  signature_review: ['accept_signature', 'request_signature', 'reject_both'],
  delete_edit: [],
}

/** Field by field, or the device's version whole: for every kind. */
const ALWAYS: readonly Action[] = ['choose', 'restore']

export function isFor(action: Action, kind: ConflictRecord['kind']): boolean {
  return actionsFor(kind).includes(action)
}

/** What may be done about a conflict; empty when nothing may. */
export function actionsOf(conflict: ConflictRecord, permissions: ConflictDetail['permissions']): Action[] {
  return actionsFor(conflict.kind).filter((action) =>
    action === 'book_anyway' ? permissions.book_anyway : permissions.resolve,
  )
}

const actionsFor = (kind: ConflictRecord['kind']): Action[] => [...ALWAYS, ...ACTIONS_BY_KIND[kind]]

function isOwn(member: Member, conflict: ConflictRecord, document: StoredDocument | undefined): boolean {
  return ownersOf(conflict, document).includes(member.email)
}
