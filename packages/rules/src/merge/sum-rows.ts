/**
 * Quantities add up: what each side used since the base is used. `server + (client - base)` per key, so that a
 * replayed total is never added twice while the base is known.
 */
import type { ChildTableRule, FieldDef } from '../doctype-rule.ts'
import type { Json } from '../shapes.ts'
import { canonicalJson } from '../values/canonical-json.ts'
import { isEmpty, isObject, own } from '../values/json.ts'
import { roundTo, toNumber } from '../values/numbers.ts'
import { mergeRowFields } from './keyed-rows.ts'
import { rowKey } from './union-rows.ts'

export const QUANTITY = 'quantity'
const QUANTITY_PLACES = 6

export interface Sum {
  readonly rows: readonly Json[]
  /** More was taken back than there was, or the sum is no number: a person must look. */
  readonly isImpossible: boolean
  readonly losers: readonly Json[]
}

type RowFields = Readonly<Record<string, FieldDef>> | undefined

/** The summed rows; `base` is `undefined` where it is not known. */
export function sumRows(
  table: ChildTableRule,
  fields: RowFields,
  sides: {
    readonly base: readonly Json[] | undefined
    readonly server: readonly Json[]
    readonly client: readonly Json[]
  },
): Sum {
  const base = sides.base && collapsed(table, sides.base)
  const server = collapsed(table, sides.server)
  const client = collapsed(table, sides.client)
  const rows: Json[] = []
  const losers: Json[] = []
  let isImpossible = false
  // A row both sides removed is in neither: one removal, not two.
  for (const key of new Set([...server.keys(), ...client.keys()])) {
    const [was, here, there] = [base?.get(key), server.get(key), client.get(key)]
    if (key.startsWith(KEYLESS)) {
      const row = here ?? there
      const isRemoved = was !== undefined && (here === undefined || there === undefined)
      if (row !== undefined && !isRemoved) rows.push(row)
      continue
    }
    const quantity = summed({ isKnown: base !== undefined, was, here, there })
    if (quantity !== undefined && (quantity < 0 || !Number.isFinite(quantity))) isImpossible = true
    const apartFromQuantity = there && withQuantity(there, quantityOf(here))
    const merged = mergeRowFields(fields, { base: was, server: here, client: apartFromQuantity })
    if (merged.loser !== undefined) losers.push(merged.loser)
    if (merged.row !== undefined && quantity !== 0) rows.push(withQuantity(merged.row, quantity))
  }
  return { rows, isImpossible, losers }
}

/** Rows nobody gave a key are one row only where they are equal, and are never added up. */
const KEYLESS = 'keyless:'

interface SameItem {
  readonly isKnown: boolean
  readonly was: Json | undefined
  readonly here: Json | undefined
  readonly there: Json | undefined
}

/** `undefined` where no side counts anything. */
function summed({ isKnown, was, here, there }: SameItem): number | undefined {
  const [before, server, client] = [was, here, there].map(quantityOf)
  if (before === undefined && server === undefined && client === undefined) return undefined
  if (isKnown) return roundTo((server ?? 0) + ((client ?? 0) - (before ?? 0)), QUANTITY_PLACES)
  if (here !== undefined && there !== undefined && server === client) return server
  return roundTo((server ?? 0) + (client ?? 0), QUANTITY_PLACES)
}

function quantityOf(row: Json | undefined): number | undefined {
  return isObject(row) ? toNumber(own(row, QUANTITY)) : undefined
}

function withQuantity(row: Json, quantity: number | undefined): Json {
  if (quantity === undefined || !isObject(row) || quantityOf(row) === quantity) return row
  return { ...row, [QUANTITY]: quantity }
}

/** One row per key within a side; a row without a key stays alone. */
function collapsed(table: ChildTableRule, rows: readonly Json[]): Map<string, Json> {
  const byKey = new Map<string, Json>()
  const copies = new Map<string, number>()
  for (const row of rows) {
    const key = itemKey(table, row) ?? nextCopy(copies, canonicalJson(row))
    const known = byKey.get(key)
    byKey.set(key, known === undefined ? row : addedUp(known, row))
  }
  return byKey
}

function itemKey(table: ChildTableRule, row: Json): string | undefined {
  const key = rowKey(table, row)
  if (!isObject(row) || key === undefined) return undefined
  const marks = (table.distinct_by ?? []).map((field) => {
    const mark = own(row, field)
    return mark === undefined || isEmpty(mark) ? null : mark
  })
  return canonicalJson([key, ...marks])
}

function nextCopy(copies: Map<string, number>, content: string): string {
  const copy = (copies.get(content) ?? 0) + 1
  copies.set(content, copy)
  return `${KEYLESS}${copy}:${content}`
}

function addedUp(known: Json, row: Json): Json {
  const [left, right] = [quantityOf(known), quantityOf(row)]
  if (left === undefined && right === undefined) return known
  return withQuantity(known, roundTo((left ?? 0) + (right ?? 0), QUANTITY_PLACES))
}
