/** Child tables and attachments: which merge a table gets, and what a decision says about it. */
import type { ChildTableRule, FieldDef } from '../doctype-rule.ts'
import type { Json, ResolveContext } from '../shapes.ts'
import { canonicalJson } from '../values/canonical-json.ts'
import { isList, isObject, own } from '../values/json.ts'
import { uuid5 } from '../values/uuid5.ts'
import { type FactChange, type Merge, sameIn } from './diff.ts'
import { fieldDef } from './facts.ts'
import { mergeKeyedRows } from './keyed-rows.ts'
import { sumRows } from './sum-rows.ts'
import { rowKey, uniteRows } from './union-rows.ts'
import { bothSame, clientUncontested, held, serverStands, united, type Verdict } from './verdict.ts'

interface Sides {
  readonly base: readonly Json[] | undefined
  readonly server: readonly Json[]
  readonly client: readonly Json[]
}

/** The verdict on a table or a set of attachments that the client changed; nothing where the server holds no list. */
export function settleRows(merge: Merge, change: FactChange): Verdict | undefined {
  const { fact } = change
  // A text in the place of a table would erase every row of it.
  if (!toRows(own(merge.client, fact.name))) return serverStands(merge, change, 'not_a_table')
  const sides = sidesOf(merge, fact.name)
  if (!sides) return undefined
  const fields = fieldDef(merge.compiled.rule, fact.name)?.row_fields
  if (!fact.table) return keepBoth(merge, change, sides, mergeKeyedRows('file', fields, sides))
  const stamped = { ...sides, client: stampRows(fact.table, sides, merge.context) }
  if (fact.table.append_only) return appendRows(merge, change, fact.table, stamped)
  if (!change.byServer) return united(change, 'only_client_changed', stamped.client)
  if (fact.table.conflict_on_same_key === 'sum_quantities')
    return addUp(merge, change, fact.table, stamped, fields)
  return keepBoth(merge, change, stamped, mergeKeyedRows(fact.table.dedup_key, fields, stamped))
}

/**
 * The client's rows, each with an identity: a row without a key that is not one of the base's gets one made of the
 * mutation and its place, so that a replay gives it the same and nothing else ever has it.
 */
export function stampRows(
  table: ChildTableRule,
  sides: { readonly base?: readonly Json[]; readonly client: readonly Json[] },
  context: ResolveContext,
): readonly Json[] {
  const known = new Map<string, number>()
  for (const row of sides.base ?? []) {
    const content = canonicalJson(row)
    known.set(content, (known.get(content) ?? 0) + 1)
  }
  return sides.client.map((row, index) => {
    if (!isObject(row) || rowKey(table, row) !== undefined || own(row, ROW_ID) !== undefined) return row
    const content = canonicalJson(row)
    const left = known.get(content) ?? 0
    known.set(content, left - 1)
    if (left > 0) return row
    const mutation = context.mutation_id ?? content
    const identity = table.append_only ? table.dedup_key : ROW_ID
    return { ...row, [identity]: uuid5(`${mutation}:${table.child_field}:${index}`) }
  })
}

/** Where the key is a link, as an item is, a made-up key would be a lie: the identity stands beside it. */
const ROW_ID = 'row_id'

function appendRows(merge: Merge, change: FactChange, table: ChildTableRule, sides: Sides): Verdict {
  const { rows, losers } = uniteRows(table, sides.server, sides.client, sides.base)
  const rule = change.byServer ? change.fact.rule : 'only_client_changed'
  return resultOf(merge, change, rule, rows, losers)
}

function keepBoth(
  merge: Merge,
  change: FactChange,
  sides: Sides,
  merged: { readonly rows: readonly Json[]; readonly losers: readonly Json[] },
): Verdict {
  if (!change.byServer && sides.base) return clientUncontested(merge, change)
  return resultOf(merge, change, change.fact.rule, merged.rows, merged.losers)
}

function addUp(
  merge: Merge,
  change: FactChange,
  table: ChildTableRule,
  sides: Sides,
  fields: Readonly<Record<string, FieldDef>> | undefined,
): Verdict {
  const sum = sumRows(table, fields, sides)
  // Where both sides already say the same there is nothing to choose between.
  if (sum.isImpossible) return change.isEqual ? bothSame(change) : held(merge, change, change.fact.rule)
  return resultOf(merge, change, change.fact.rule, sum.rows, sum.losers)
}

function resultOf(
  merge: Merge,
  change: FactChange,
  rule: string,
  rows: readonly Json[],
  losers: readonly Json[],
): Verdict {
  const { name } = change.fact
  const overruled = losers.length > 0 ? [name] : []
  if (!sameIn(merge.compiled, name, rows, own(merge.server, name))) {
    const verdict = united(change, rule, rows, overruled)
    return change.byServer ? verdict : { ...verdict, winner: 'client' }
  }
  const kept = change.fact.table?.append_only ? 'append_only' : rule
  return { ...serverStands(merge, change, kept), overruled }
}

/** The rows of every side; nothing where a value is no list, or where no side has one. */
function sidesOf(merge: Merge, field: string): Sides | undefined {
  const server = toRows(own(merge.server, field))
  const client = toRows(own(merge.client, field))
  const base = merge.base ? toRows(own(merge.base, field)) : []
  if (!server || !client || !base) return undefined
  return { base: merge.base ? base : undefined, server, client }
}

function toRows(value: Json | undefined): readonly Json[] | undefined {
  if (value === undefined || value === null || value === '') return []
  return isList(value) ? value : undefined
}
