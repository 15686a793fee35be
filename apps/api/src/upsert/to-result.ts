import type { ItemResult } from '@dartwing/protocol'
import {
  type Doc,
  docTypeRule,
  getConflictStrategy,
  type Json,
  type Notice,
  ruleSetHash,
} from '@dartwing/rules'
import { isPersonal, type Member, may } from '../access/rights.ts'
import type { StoredResult } from '../store/ledger.sql.ts'
import type { StoredDocument } from '../store/stored-document.ts'
import { mutationIdOf, type Refusal } from './admit/admit-item.ts'

export interface Answer {
  readonly mutation_id: string
  readonly doctype: string
  readonly name: string | null
  readonly status: ItemResult['status']
  readonly version: number | null
  readonly result: StoredResult
  readonly sent: Doc | null
  readonly replayed: boolean
}

/** The answer on the wire. The document is the one stored now, as far as this member may see it. */
export function toResult(
  member: Member,
  answer: Answer,
  document: StoredDocument | undefined,
  serverTs: string,
): ItemResult {
  const isConflict = answer.status === 'conflict' || answer.status === 'conflict_manual'
  const isVisible = document === undefined || maySee(member, document)
  const seen = document === undefined || !isVisible || document.deleted ? null : document.data
  return {
    mutation_id: answer.mutation_id,
    status: answer.status,
    doctype: answer.doctype,
    name: answer.name,
    version: document?.version ?? answer.version,
    seq: document?.seq ?? null,
    server_ts: serverTs,
    resolved_doc: seen,
    gone: document === undefined ? null : !isVisible ? 'out_of_scope' : document.deleted ? 'deleted' : null,
    field_rules: isConflict ? fieldRules(answer.doctype) : null,
    server_doc: isConflict ? seen : null,
    client_doc: isConflict ? answer.sent : null,
    rule_set: ruleSetHash(),
    replayed: answer.replayed,
    ...answer.result,
    ...(isVisible ? {} : ownShareOf(answer.result)),
  }
}

/** Notices that say what the server holds now. */
const TELLING = new Set<Notice['type']>(['status_changed', 'schedule_changed', 'document_changed'])

/** Whoever may no longer see a document gets back their own values, and to whom it went, but nothing else of it. */
function ownShareOf({
  decisions,
  notifications,
}: StoredResult): Pick<StoredResult, 'decisions' | 'notifications'> {
  return {
    decisions: decisions.map(({ field, winner, rule, client }) => ({
      field,
      winner,
      rule,
      ...(client === undefined ? {} : { client }),
    })),
    notifications: notifications
      .filter(({ type }) => !TELLING.has(type))
      .map(({ to, ...notice }) =>
        notice.type === 'value_overruled' || to === undefined ? notice : { ...notice, to },
      ),
  }
}

/** The answer to an item that was refused before it had a receipt. */
export function toRefusal(item: unknown, error: Refusal, serverTs: string): ItemResult {
  return { ...blank(item, serverTs), status: 'rejected', error: { ...error } }
}

/** The answer when the server could not settle the item this time: nothing was kept, send it again. */
export function toRetry(item: unknown, serverTs: string): ItemResult {
  return { ...blank(item, serverTs), status: 'retry', error: { code: 'busy', message: 'Try again shortly.' } }
}

function blank(item: unknown, serverTs: string): ItemResult {
  return {
    mutation_id: mutationIdOf(item),
    status: 'rejected',
    doctype: textOf(item, 'doctype'),
    name: textOf(item, 'name'),
    version: null,
    seq: null,
    server_ts: serverTs,
    conflict_strategy: null,
    resolved_doc: null,
    conflicts: [],
    decisions: [],
    conflict_id: null,
    due_at: null,
    notifications: [],
    branch: null,
    error: null,
    rule_set: ruleSetHash(),
    replayed: false,
  }
}

function textOf(item: unknown, key: string): string | null {
  if (typeof item !== 'object' || item === null) return null
  const value: unknown = Reflect.get(item, key)
  return typeof value === 'string' && value.length <= 140 && value.isWellFormed() ? value : null
}

function maySee(member: Member, document: StoredDocument): boolean {
  const rule = docTypeRule(document.doctype)
  if (rule === undefined || !may(rule, member.role, 'read')) return false
  return !isPersonal(rule, member.role) || document.audience.includes(member.email)
}

function fieldRules(doctype: string): Record<string, Json> {
  const strategy: Record<string, unknown> = { ...getConflictStrategy(doctype) }
  return Object.fromEntries(
    Object.entries(strategy).flatMap(([key, value]) =>
      key.endsWith('_fields') && Array.isArray(value) ? [[key, value.map(String)]] : [],
    ),
  )
}
