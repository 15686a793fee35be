import { serverStands } from '../merge/verdict.ts'
import { settleByFact } from './by-fact.ts'
import { type SettleDocument, settleUncontested } from './settlement.ts'

/** Rows are added and never changed; a document without rows is written once. */
export const appendOnly: SettleDocument = (merge, changes) => {
  if (merge.compiled.rule.child_tables?.length) return settleByFact(merge, changes)
  const isWritten = changes.some((change) => change.byClient && !change.isEqual)
  if (!isWritten) return { verdicts: changes.map((change) => settleUncontested(merge, change)) }
  const verdicts = changes.map((change) =>
    change.byClient && !change.isEqual
      ? serverStands(merge, change, 'append_only')
      : settleUncontested(merge, change),
  )
  const message = `A ${merge.compiled.rule.name} can not be changed once it is stored.`
  return { verdicts, rejection: { code: 'immutable_document', message } }
}
