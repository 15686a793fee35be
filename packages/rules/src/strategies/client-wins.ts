import { settleByFact } from './by-fact.ts'
import type { SettleDocument } from './settlement.ts'

/** The client's changed fields apply over the server's document; the server's untouched fields stay. */
export const clientWins: SettleDocument = settleByFact
