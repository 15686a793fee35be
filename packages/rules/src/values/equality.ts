/** two values are equal when the field's type says so. Equal values are never a conflict. */
import type { FieldDef, FieldType } from '../doctype-rule.ts'
import type { Json } from '../shapes.ts'
import { canonicalJson, sameJson } from './canonical-json.ts'
import { toInstant, toTimeOfDay } from './instants.ts'
import { isEmpty, isList, isObject, own } from './json.ts'
import { roundTo, toNumber } from './numbers.ts'

type Comparable = string | number | boolean | null | undefined

/** What a value is compared by; `undefined` where its type says nothing about it. */
const COMPARABLE: Readonly<Record<FieldType, (value: Json, def: FieldDef) => Comparable>> = {
  text: asText,
  long_text: asText,
  rich_text: (value) => (typeof value === 'string' ? collapseSpace(value) : undefined),
  select: asText,
  link: asText,
  signature: asText,
  image: asText,
  date: asText,
  time: toTimeOfDay,
  datetime: toInstant,
  duration: (value, def) => asNumber(value, def, 6),
  int: (value, def) => asNumber(value, def, 0),
  float: (value, def) => asNumber(value, def, 9),
  currency: (value, def) => asNumber(value, def, 2),
  check: asCheck,
  json: () => undefined,
  table: () => undefined,
  attachments: () => undefined,
  geo: () => undefined,
}

/** Whether two values of a field are the same value. An absent value equals `null`. */
export function sameByType(def: FieldDef | undefined, a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  const left = a ?? null
  const right = b ?? null
  if (left === null && right === null) return true
  if (!def) return sameUndeclared(left, right)
  if (isBlank(def, left) && isBlank(def, right)) return true
  if (def.type === 'table' && isList(left) && isList(right)) return sameRows(def, left, right)
  if (def.type === 'attachments' && isList(left) && isList(right)) return sameSet(left, right)
  const compare = COMPARABLE[def.type]
  const x = left === null ? undefined : compare(left, def)
  const y = right === null ? undefined : compare(right, def)
  return x !== undefined && y !== undefined ? x === y : sameJson(left, right)
}

function isBlank(def: FieldDef, value: Json): boolean {
  if (def.type === 'check') return value === null || value === '' || value === 0 || value === false
  if (def.type === 'table' || def.type === 'attachments') return isEmpty(value)
  return value === null || value === ''
}

/** A field nobody declared may be text: there, nothing and the empty text are the same. */
function sameUndeclared(a: Json, b: Json): boolean {
  if ((a === null && b === '') || (a === '' && b === null)) return true
  return sameJson(a, b)
}

function sameRows(def: FieldDef, a: readonly Json[], b: readonly Json[]): boolean {
  if (a.length !== b.length) return false
  return sameJson(a, b) || a.every((row, index) => sameRow(def.row_fields, row, b[index]))
}

/** Rows are compared field by field, each by its own type. */
export function sameRow(
  fields: Readonly<Record<string, FieldDef>> | undefined,
  a: Json | undefined,
  b: Json | undefined,
): boolean {
  if (a === b) return true
  if (sameJson(a ?? null, b ?? null)) return true
  if (!isObject(a) || !isObject(b)) return false
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) =>
    sameByType(fields && Object.hasOwn(fields, key) ? fields[key] : undefined, own(a, key), own(b, key)),
  )
}

function sameSet(a: readonly Json[], b: readonly Json[]): boolean {
  if (a.length !== b.length) return false
  if (sameJson(a, b)) return true
  const left = a.map(canonicalJson).sort()
  const right = b.map(canonicalJson).sort()
  return left.every((text, index) => text === right[index])
}

function asText(value: Json): Comparable {
  return typeof value === 'object' ? undefined : String(value)
}

function asNumber(value: Json, def: FieldDef, places: number): Comparable {
  const number = toNumber(value)
  return number === undefined ? undefined : roundTo(number, def.precision ?? places)
}

function asCheck(value: Json): Comparable {
  if (value === 1 || value === '1' || value === true) return true
  return value === 0 || value === '0' || value === false ? false : undefined
}

/** White space that is not already a single blank: most texts have none, and are not written anew. */
const SPACE_TO_COLLAPSE = /\s{2,}|[^\S ]/g

function collapseSpace(html: string): string {
  return html.replace(SPACE_TO_COLLAPSE, ' ').replaceAll('> <', '><').trim()
}
