import { clientTakes } from '../merge/settle.ts'
import { serverStands, type Verdict } from '../merge/verdict.ts'
import { isConcurrent, type SettleDocument, settleUncontested } from './settlement.ts'

/** The server's document stands whole once both sides wrote; exception fields take the client's value. */
export const serverWins: SettleDocument = (merge, changes) => {
  if (!isConcurrent(changes)) return { verdicts: changes.map((change) => settleUncontested(merge, change)) }
  const verdicts = changes.map((change): Verdict => {
    if (change.isEqual || !change.byClient) return settleUncontested(merge, change)
    if (change.fact.rule !== 'exception_fields') return serverStands(merge, change, 'server_wins')
    return change.byServer ? clientTakes(merge, change, change.fact.rule) : settleUncontested(merge, change)
  })
  return { verdicts }
}
