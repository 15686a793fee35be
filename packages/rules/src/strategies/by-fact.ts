/** Every fact by its own rule: `field_level`, `manual_resolve` and `client_wins` differ only in the rule of a fact. */
import { handlerOf } from '../handlers/index.ts'
import { settleFact } from '../merge/settle.ts'
import type { SettleDocument } from './settlement.ts'

export const settleByFact: SettleDocument = (merge, changes) => {
  const handler = handlerOf(merge.compiled.rule.handler)
  const verdicts = changes.map((change) => {
    const isTable = change.fact.treatment === 'rows' || change.fact.treatment === 'attachments'
    const own = isTable ? undefined : handler.settle?.(merge, change)
    return own ?? settleFact(merge, change)
  })
  return { verdicts: handler.amend?.(merge, verdicts) ?? verdicts }
}
