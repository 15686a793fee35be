import { clientLater } from '../merge/settle.ts'
import { clientOverrules, serverStands, type Verdict } from '../merge/verdict.ts'
import { isConcurrent, type SettleDocument, settleUncontested } from './settlement.ts'

/** The later document stands whole; a tie goes to the server. */
export const lastWriteWins: SettleDocument = (merge, changes) => {
  if (!isConcurrent(changes)) return { verdicts: changes.map((change) => settleUncontested(merge, change)) }
  const isClientLater = clientLater(merge)
  const verdicts = changes.map((change): Verdict => {
    if (change.isEqual) return settleUncontested(merge, change)
    const settle = isClientLater(change.fact) ? clientOverrules : serverStands
    return settle(merge, change, 'last_write_wins')
  })
  return { verdicts }
}
