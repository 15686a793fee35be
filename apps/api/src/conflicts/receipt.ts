/** The ledger's row of what a person, or the deadline, did about a conflict. */
import { createHash } from 'node:crypto'
import { canonicalJson, type FieldDecision, ruleSetHash, uuid5 } from '@dartwing/rules'
import { EMPTY_RESULT } from '../store/ledger.sql.ts'
import type { Situation } from './decide.ts'

export interface Deed {
  readonly mutation_id: string
  readonly op: 'resolve' | 'timeout' | 'undo' | 'extend' | 'reassign'
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
      ...EMPTY_RESULT,
      conflict_strategy: conflict.strategy,
      decisions: [...decisions],
      conflict_id: conflict.conflict_id,
    },
  })
}

/**
 * One key of one person about one conflict is one mutation, whatever has happened to the conflict since:
 * a retry finds its receipt, and the ledger's primary key lets no second one in.
 */
export function mutationIdOf(accountId: string, conflictId: string, key: string): string {
  return uuid5(canonicalJson([accountId, conflictId, key]))
}

export function contentHashOf(op: Deed['op'], asked: object): string {
  return createHash('sha256')
    .update(JSON.stringify([op, canonicalJson(JSON.parse(JSON.stringify(asked)))]))
    .digest('hex')
}
