import { settleByFact } from './by-fact.ts'
import type { SettleDocument } from './settlement.ts'

/** Notes merge, one side's changes merge, and whatever both sides changed waits for a person. */
export const manualResolve: SettleDocument = settleByFact
