import { type Act, actKind } from '@dartwing/protocol'
import { docTypeRule } from '@dartwing/rules'
import { z } from 'zod'
import { labelOf } from '../../store/title.ts'
import { type ActRecord, kindOf } from './acts.repository.ts'

/** What the writers of events agree on; each kind may say more. */
const known = z.object({
  action: z.string().nullish().catch(null),
  comment: z.string().nullish().catch(null),
  fields: z.array(z.string()).catch([]),
})

const NAME_BY_ACTOR: Readonly<Record<string, string>> = { timer: 'The deadline' }

export function toAct(
  { type, exactly: _exactly, at, ...record }: ActRecord,
  names: ReadonlyMap<string, string>,
): Act {
  const { action, comment, fields } = known.parse(record.detail)
  const rule = docTypeRule(record.doctype)
  return {
    ...record,
    at: at.toISOString(),
    kind: actKind.parse(kindOf(type)),
    actor_name: names.get(record.actor) ?? NAME_BY_ACTOR[record.actor] ?? record.actor,
    action: action ?? null,
    // A deletion is about the record as a whole, not about a field.
    fields: fields.flatMap((field) =>
      field.startsWith('_') ? [] : [rule === undefined ? field : labelOf(rule, field)],
    ),
    comment: comment ?? null,
  }
}
