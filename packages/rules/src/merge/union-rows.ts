/**
 * The union of append-only rows. A row is what its key says it is; of two rows under one key the first written stays.
 * The rows form a total order, so the union is commutative, associative and idempotent over arbitrary rows.
 */
import type { ChildTableRule } from '../doctype-rule.ts'
import type { Json } from '../shapes.ts'
import { canonicalJson, sameJson } from '../values/canonical-json.ts'
import { MICROS_PER_SECOND, toInstant, toTimeOfDay } from '../values/instants.ts'
import { isObject, own } from '../values/json.ts'
import { toNumber } from '../values/numbers.ts'

export interface Union {
  readonly rows: readonly Json[]
  /** Rows that lost to another under the same key. */
  readonly losers: readonly Json[]
}

/** The rows of both sides, each key once, in order. `settled` rows stay whatever the other side says. */
export function uniteRows(
  table: ChildTableRule,
  left: readonly Json[],
  right: readonly Json[],
  settled: readonly Json[] = [],
): Union {
  const byKey = keyed(table, left)
  const fixed = keyed(table, settled)
  const losers: Json[] = []
  for (const [key, row] of keyed(table, right)) {
    const known = byKey.get(key)
    const before = fixed.get(key)
    if (before !== undefined && isSameRow(before, row)) continue
    if (known === undefined) {
      if (before === undefined) byKey.set(key, row)
      else losers.push(row)
    } else if (!isSameRow(known, row)) {
      const staysLeft = fixed.has(key) || isFirst(table, known, row)
      losers.push(staysLeft ? row : known)
      if (!staysLeft) byKey.set(key, row)
    }
  }
  return { rows: inOrder(table, [...byKey.values()]), losers }
}

/** The key of a row, or nothing where the row has none. */
export function rowKey(table: ChildTableRule, row: Json): string | undefined {
  const key = isObject(row) ? own(row, table.dedup_key) : undefined
  if (key === undefined || key === null || key === '') return undefined
  return typeof key === 'object' ? canonicalJson(key) : String(key)
}

/** The total order of the rows of a table: rows without a time follow those with one, by key. */
function inOrder(table: ChildTableRule, rows: readonly Json[]): readonly Json[] {
  return rows
    .map((row) => ({ row, time: rowTime(table, row), key: rowKey(table, row) ?? '' }))
    .sort(
      (a, b) =>
        compare(a.time, b.time) ||
        compare(a.key, b.key) ||
        compare(canonicalJson(a.row), canonicalJson(b.row)),
    )
    .map(({ row }) => row)
}

/** Rows by key. Equal rows without a key are told apart by how many there are. */
function keyed(table: ChildTableRule, rows: readonly Json[]): Map<string, Json> {
  const byKey = new Map<string, Json>()
  const copies = new Map<string, number>()
  for (const row of rows) {
    const key = rowKey(table, row)
    if (key === undefined) {
      const content = canonicalJson(row)
      const copy = (copies.get(content) ?? 0) + 1
      copies.set(content, copy)
      byKey.set(`keyless:${copy}:${content}`, row)
    } else {
      const known = byKey.get(`key:${key}`)
      if (known === undefined || !isFirst(table, known, row)) byKey.set(`key:${key}`, row)
    }
  }
  return byKey
}

function isSameRow(a: Json, b: Json): boolean {
  return sameJson(a, b)
}

/** Whether `a` was written no later than `b`; ties and missing times are settled by content. */
function isFirst(table: ChildTableRule, a: Json, b: Json): boolean {
  return (compare(rowTime(table, a), rowTime(table, b)) || compare(canonicalJson(a), canonicalJson(b))) <= 0
}

/** When a row happened; later than everything where it does not say. */
function rowTime(table: ChildTableRule, row: Json): number {
  if (!isObject(row)) return Number.POSITIVE_INFINITY
  return (
    toMoment(own(row, table.order_by ?? 'timestamp')) ??
    toMoment(own(row, 'timestamp')) ??
    Number.POSITIVE_INFINITY
  )
}

/** Seconds into a call, a time of day, or an instant: one number line. */
function toMoment(value: Json | undefined): number | undefined {
  return toInstant(value) ?? toTimeOfDay(value) ?? scaled(toNumber(value))
}

function scaled(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * MICROS_PER_SECOND
}

function compare(a: number | string, b: number | string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
