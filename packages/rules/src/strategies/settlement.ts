/** What a strategy answers. */
import type { FactChange, Merge } from '../merge/diff.ts'
import { bothSame, clientUncontested, serverUncontested, type Verdict } from '../merge/verdict.ts'
import type { Resolution } from '../shapes.ts'

export interface Settlement {
  readonly verdicts: readonly Verdict[]
  readonly branch?: NonNullable<Resolution['branch']>
  readonly rejection?: NonNullable<Resolution['rejection']>
}

/** Settles a merge in which at least one side changed something. */
export type SettleDocument = (merge: Merge, changes: readonly FactChange[]) => Settlement

/** For strategies that decide whole documents: what happens as long as one side alone wrote. */
export function settleUncontested(merge: Merge, change: FactChange): Verdict {
  if (change.isEqual) return bothSame(change)
  return change.byClient ? clientUncontested(merge, change) : serverUncontested(change, 'only_server_changed')
}

/** Whether both sides changed the document, as far as the base tells. */
export function isConcurrent(changes: readonly FactChange[]): boolean {
  return changes.some((change) => change.byServer) && changes.some((change) => change.byClient)
}
