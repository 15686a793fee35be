import { settleByFact } from './by-fact.ts'
import type { SettleDocument } from './settlement.ts'

/** Per field or group, by the lists of the rule; a field no list names is the server's. */
export const fieldLevel: SettleDocument = settleByFact
