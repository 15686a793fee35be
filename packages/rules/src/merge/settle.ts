/** The merge by facts: who changed what, and what the rule of the fact says when both did. */
import type { Json } from '../shapes.ts'
import { toInstant } from '../values/instants.ts'
import { own } from '../values/json.ts'
import type { FactChange, Merge } from './diff.ts'
import { type Fact, fieldDef, type Treatment } from './facts.ts'
import { settleRows } from './rows.ts'
import { mergeText } from './text.ts'
import {
  bothSame,
  clientOverrules,
  clientUncontested,
  held,
  isBlankAgainst,
  isProse,
  serverStands,
  serverUncontested,
  united,
  type Verdict,
} from './verdict.ts'

/** The verdict on one fact, by the rule of the fact. */
export function settleFact(merge: Merge, change: FactChange): Verdict {
  if (!change.byClient) return serverUncontested(change, 'only_server_changed')
  const isTable = change.fact.treatment === 'rows' || change.fact.treatment === 'attachments'
  if (isTable && (!change.isEqual || addsUp(merge, change))) {
    const verdict = settleRows(merge, change)
    if (verdict) return verdict
  }
  if (change.isEqual) return bothSame(change)
  if (!change.byServer) return clientUncontested(merge, change)
  return isBlankChange(merge, change)
    ? serverStands(merge, change, 'empty_client_value')
    : CONTESTED[change.fact.treatment](merge, change)
}

/** Whether a client may overrule at all: a stale device asks first. */
export function clientTakes(merge: Merge, change: FactChange, rule: string): Verdict {
  return merge.context.stale ? held(merge, change, rule) : clientOverrules(merge, change, rule)
}

/** whether the client wrote later; a tie, or a time nobody knows, goes to the server. */
export function clientLater({ context }: Merge): (fact: Fact) => boolean {
  const { client_effective_at, server_modified_at } = context
  const client = toInstant(client_effective_at)
  const isAfter = (modified: string | undefined) => {
    const server = toInstant(modified)
    return client !== undefined && server !== undefined && client > server
  }
  if (typeof server_modified_at === 'object') {
    return (fact) => isAfter(modifiedAt(server_modified_at, fact.lead))
  }
  const isDocumentLater = isAfter(server_modified_at)
  return () => isDocumentLater
}

const CONTESTED: Readonly<Record<Treatment, (merge: Merge, change: FactChange) => Verdict>> = {
  rows: (merge, change) => serverStands(merge, change, 'unlisted'),
  attachments: (merge, change) => serverStands(merge, change, 'unlisted'),
  hold: (merge, change) => held(merge, change, change.fact.rule),
  merge_text: settleText,
  latest: (merge, change) =>
    clientLater(merge)(change.fact)
      ? clientOverrules(merge, change, change.fact.rule)
      : serverStands(merge, change, change.fact.rule),
  server: (merge, change) => serverStands(merge, change, change.fact.rule),
  client: (merge, change) => clientTakes(merge, change, change.fact.rule),
}

/** Two people who used one more each used two, although both now say the same number. */
function addsUp(merge: Merge, change: FactChange): boolean {
  return (
    merge.base !== undefined &&
    change.byServer &&
    change.fact.table?.conflict_on_same_key === 'sum_quantities'
  )
}

/** R-5, for a field; a group goes by its first member, or a side would win a fact it does not know. */
function isBlankChange(merge: Merge, change: FactChange): boolean {
  if (change.fact.treatment !== 'hold' && isBlankAgainst(merge, change.fact.lead)) return true
  return change.fields.every(({ field }) => isBlankAgainst(merge, field))
}

/** Values that are no text fall back to what the strategy does with a field no list names. */
function settleText(merge: Merge, change: FactChange): Verdict {
  const field = change.fact.lead
  const [base, server, client] = [own(merge.base, field), own(merge.server, field), own(merge.client, field)]
  const isText = [base, server, client].every(
    (value) => value === undefined || value === null || typeof value === 'string',
  )
  if (!isText || !isProse(fieldDef(merge.compiled.rule, field))) {
    const isHeld = merge.compiled.rule.strategy === 'manual_resolve'
    return isHeld ? held(merge, change, 'unlisted') : serverStands(merge, change, 'unlisted')
  }
  const merged = mergeText(merge.base && toText(base), toText(server), toText(client))
  return united(change, change.fact.rule, merged)
}

function toText(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function modifiedAt(modified: Readonly<Record<string, string>>, field: string): string | undefined {
  const at = own(modified, field)
  return typeof at === 'string' ? at : undefined
}
