import type { ItemResult } from '@dartwing/protocol'

/** What became of a value that somebody wrote back. */
export type RestoreOutcome =
  | { readonly step: 'restored' }
  /** Somebody changed it meanwhile, and a rule kept theirs. */
  | { readonly step: 'overruled' }
  /** Somebody changed it meanwhile, and a person is asked. */
  | { readonly step: 'asked'; readonly conflictId: string }
  | { readonly step: 'refused'; readonly message: string }

export function outcomeOf(
  { status, conflict_id, error, decisions }: ItemResult,
  fields: readonly string[],
): RestoreOutcome {
  if (status === 'rejected' || status === 'retry') return { step: 'refused', message: error?.message ?? '' }
  if (status === 'conflict_manual' && conflict_id !== null) return { step: 'asked', conflictId: conflict_id }
  const isKept = (field: string): boolean =>
    decisions.some((decision) => decision.field === field && decision.winner === 'server')
  return fields.some(isKept) ? { step: 'overruled' } : { step: 'restored' }
}
