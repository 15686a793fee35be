/**
 * One text per JSON value: keys sorted, `-0` as `0`. The walk keeps its own stack, because a hostile document may
 * be nested deeper than the call stack.
 */
import type { Json } from '../shapes.ts'
import { isList, isObject, own } from './json.ts'

type Step = { readonly text: string } | { readonly value: Json }

/** The canonical text of a value: equal values have equal texts, whatever the order of their keys. */
export function canonicalJson(value: Json): string {
  const pieces: string[] = []
  const pending: Step[] = [{ value }]
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    if ('text' in step) pieces.push(step.text)
    else if (isList(step.value)) pushList(pending, step.value)
    else if (isObject(step.value)) pushObject(pending, step.value)
    else pieces.push(scalarText(step.value))
  }
  return pieces.join('')
}

/** Equality of JSON values; the order of keys does not count. */
export function sameJson(a: Json, b: Json, depth = 0): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (depth > DEPTH_ON_CALL_STACK) return canonicalJson(a) === canonicalJson(b)
  if (isList(a)) return isList(b) && sameLists(a, b, depth)
  return isObject(a) && isObject(b) && sameObjects(a, b, depth)
}

const DEPTH_ON_CALL_STACK = 50

function sameLists(a: readonly Json[], b: readonly Json[], depth: number): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) {
    if (!sameJson(a[index] ?? null, b[index] ?? null, depth + 1)) return false
  }
  return true
}

function sameObjects(
  a: { readonly [key: string]: Json },
  b: { readonly [key: string]: Json },
  depth: number,
): boolean {
  // Every merge compares the rows of its tables: counting keys in place is cheaper than copying them first.
  let unmatched = 0
  for (const key in a) {
    unmatched++
    const value = a[key]
    if (value !== undefined && value === b[key]) continue
    const other = own(b, key)
    if (other === undefined && !Object.hasOwn(b, key)) return false
    if (!sameJson(value ?? null, other ?? null, depth + 1)) return false
  }
  for (const _ in b) unmatched--
  return unmatched === 0
}

function pushList(pending: Step[], list: readonly Json[]): void {
  pending.push({ text: ']' })
  for (let index = list.length - 1; index >= 0; index--) {
    pending.push({ value: list[index] ?? null })
    if (index > 0) pending.push({ text: ',' })
  }
  pending.push({ text: '[' })
}

function pushObject(pending: Step[], object: { readonly [key: string]: Json }): void {
  const keys = Object.keys(object)
    .filter((key) => object[key] !== undefined)
    .sort()
  pending.push({ text: '}' })
  for (let index = keys.length - 1; index >= 0; index--) {
    const key = keys[index] ?? ''
    pending.push({ value: object[key] ?? null }, { text: `${index > 0 ? ',' : ''}${JSON.stringify(key)}:` })
  }
  pending.push({ text: '{' })
}

function scalarText(value: Json): string {
  return JSON.stringify(Object.is(value, -0) ? 0 : value) ?? 'null'
}
