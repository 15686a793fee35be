import type { Operation } from '@dartwing/protocol'
import { type Doc, type DocTypeRule, type FieldDecision, sameValue } from '@dartwing/rules'
import { isReachable, type Member, may, mayWriteField } from '../../access/rights.ts'
import { docOf, type StoredDocument } from '../../store/stored-document.ts'
import { type Refusal, refusal } from './admit-item.ts'

const UNDELETE_ROLES = new Set(['resolver', 'admin'])

/** May this member do this to this document at all? Null = yes. */
export function refusalByRights(
  member: Member,
  rule: DocTypeRule,
  operation: Operation,
  stored: StoredDocument | undefined,
  now: string,
): Refusal | null {
  if (stored !== undefined && !isReachable(member, rule, stored, now)) return refusal('not_found')
  if (operation.op === 'insert') return may(rule, member.role, 'insert') ? null : refusal('not_permitted')
  if (stored === undefined) return refusal('not_found')
  if (operation.op === 'undelete') {
    return UNDELETE_ROLES.has(member.role) ? null : refusal('not_permitted')
  }
  return may(rule, member.role, operation.op) ? null : refusal('not_permitted')
}

export interface Permitted {
  readonly data: Doc
  /** One `not_permitted` decision per field that was taken out, so that nothing is dropped in silence. */
  readonly dropped: FieldDecision[]
}

/** Takes out the fields this member may not write. Values that change nothing are no attempt to write. */
export function permittedFields(
  member: Member,
  rule: DocTypeRule,
  operation: Operation,
  stored: StoredDocument | undefined,
  base: Doc | null | undefined,
): Permitted {
  const known = base ?? docOf(stored) ?? {}
  // An insert of what is there already is a change of it.
  const isNew = operation.op === 'insert' && (stored === undefined || stored.deleted)
  const data: Record<string, Doc[string]> = {}
  const dropped: FieldDecision[] = []
  for (const [field, client] of Object.entries(operation.data ?? {})) {
    if (mayWriteField(rule, member.role, field, isNew)) {
      data[field] = client
    } else if (!sameValue(rule.name, field, client, known[field] ?? null)) {
      const server = docOf(stored)?.[field]
      dropped.push({
        field,
        winner: 'server',
        rule: 'not_permitted',
        client,
        ...(server === undefined ? {} : { server, value: server }),
      })
    }
  }
  return { data, dropped }
}
