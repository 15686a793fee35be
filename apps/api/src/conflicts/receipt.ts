/** The ledger's row of what a person, or the deadline, did about a conflict. */
import { createHash } from 'node:crypto'
import { canonicalJson, type FieldDecision, ruleSetHash } from '@dartwing/rules'
import type { Situation } from './decide.ts'

export interface Deed {
  readonly mutation_id: string
  readonly op: 'resolve' | 'timeout' | 'undo' | 'extend'
  readonly content_hash: string
  /** What was asked, as the ledger keeps it. */
  readonly asked: object
}

/** With its receipt in the ledger a deed is done for ever. */
export function acknowledge(
  { unit, member, conflict }: Situation,
  deed: Deed,
  decisions: readonly FieldDecision[],
): void {
  unit.acknowledge({
    mutation_id: deed.mutation_id,
    account_id: member.account_id,
    device_id: null,
    sync_id: null,
    content_hash: deed.content_hash,
    op: deed.op,
    doctype: conflict.doctype,
    name: conflict.name,
    base_version: null,
    sent: { conflict_id: conflict.conflict_id, ...deed.asked },
    status: 'success',
    version: unit.document(conflict.doctype, conflict.name)?.version ?? null,
    rule_set: ruleSetHash(),
    result: {
      requested_name: null,
      conflict_strategy: conflict.strategy,
      conflicts: [],
      decisions: [...decisions],
      conflict_id: conflict.conflict_id,
      due_at: null,
      notifications: [],
      branch: null,
      error: null,
    },
  })
}

/**
 * One key of one person about one conflict is one mutation, whatever has happened to the conflict since:
 * a retry finds its receipt, and the ledger's primary key lets no second one in.
 */
export function mutationIdOf(accountId: string, conflictId: string, key: string): string {
  const hex = createHash('sha256')
    .update(canonicalJson([accountId, conflictId, key]))
    .digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

export function contentHashOf(op: Deed['op'], asked: object): string {
  return createHash('sha256')
    .update(JSON.stringify([op, canonicalJson(JSON.parse(JSON.stringify(asked)))]))
    .digest('hex')
}
