/** Whether a value a person typed can stand in a field. */
import type { FieldDef, FieldType } from '../doctype-rule.ts'
import type { Json } from '../shapes.ts'
import { parseDateTime, toInstant, toTimeOfDay } from './instants.ts'
import { isList } from './json.ts'
import { toNumber } from './numbers.ts'

const FITS: Readonly<Record<FieldType, (value: Json, def: FieldDef) => boolean>> = {
  text: isScalar,
  long_text: isText,
  rich_text: isText,
  select: (value, def) => isText(value) && (!def.options || def.options.some((option) => option === value)),
  link: isScalar,
  date: (value) => parseDateTime(value) !== undefined,
  time: (value) => toTimeOfDay(value) !== undefined,
  datetime: (value) => toInstant(value) !== undefined,
  duration: isNumber,
  int: (value) => Number.isInteger(toNumber(value)),
  float: isNumber,
  currency: isNumber,
  check: (value) => value === true || value === false || value === 0 || value === 1,
  json: () => true,
  table: isList,
  attachments: isList,
  signature: isText,
  image: isText,
  geo: () => true,
}

/** Nothing fits everywhere; a field nobody declared takes anything. */
export function fits(def: FieldDef | undefined, value: Json): boolean {
  return value === null || value === '' || !def || FITS[def.type](value, def)
}

function isText(value: Json): boolean {
  return typeof value === 'string'
}

function isScalar(value: Json): boolean {
  return typeof value === 'string' || typeof value === 'number'
}

function isNumber(value: Json): boolean {
  return toNumber(value) !== undefined
}
