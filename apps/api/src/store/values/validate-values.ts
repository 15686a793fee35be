import { type Doc, type DocTypeRule, type Json } from '@dartwing/rules'
import { z } from 'zod'

type FieldRule = DocTypeRule['fields'][string]

const number = z.number()
const line = z.union([z.string(), number, z.boolean()], 'must be text')
const CHECK_BY_TYPE: Partial<Record<FieldRule['type'], z.ZodType>> = {
  text: line,
  long_text: line,
  rich_text: line,
  select: line,
  link: line,
  date: z.iso.date(),
  // Wall-clock, as the people of the organisation read it: no zone.
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?$/, 'must be a time like 14:30'),
  datetime: z.iso.datetime({ offset: true, message: 'must be an RFC 3339 instant with an offset' }),
  duration: number.min(0),
  int: z.int(),
  float: number,
  currency: number,
  check: z.union([z.literal(0), z.literal(1), z.boolean()]),
  table: z.array(z.looseObject({})),
  attachments: z.array(z.looseObject({})),
}

interface Problem {
  readonly path: string
  readonly message: string
}

/** The fields whose values are not of their type. Null and empty text always clear a field. */
export function invalidValues(rule: DocTypeRule, data: Doc): Problem[] {
  return [...invalidFields(rule.fields, data, 'data'), ...invalidSlot(rule, data)]
}

function invalidFields(fields: DocTypeRule['fields'], data: Doc, path: string): Problem[] {
  return Object.entries(data).flatMap(([field, value]) => {
    const definition = Object.hasOwn(fields, field) ? fields[field] : undefined
    return definition === undefined ? [] : invalidField(definition, value, `${path}.${field}`)
  })
}

function invalidField(definition: FieldRule, value: Json, path: string): Problem[] {
  const message = whyInvalid(definition, value)
  if (message !== null) return [{ path, message }]
  const { row_fields } = definition
  if (row_fields === undefined || !Array.isArray(value)) return []
  return value.flatMap((row, index) => (isDoc(row) ? invalidFields(row_fields, row, `${path}.${index}`) : []))
}

function whyInvalid(definition: FieldRule, value: Json): string | null {
  if (value === null || value === '') return null
  const check = CHECK_BY_TYPE[definition.type]
  if (check === undefined) return null
  const parsed = check.safeParse(value)
  return parsed.success ? null : (parsed.error.issues[0]?.message ?? 'is not valid')
}

/** An appointment that is over before it begins would book nothing, and nobody would be told. */
function invalidSlot({ exclusive_slot }: DocTypeRule, data: Doc): Problem[] {
  if (exclusive_slot === undefined) return []
  const [start, end] = [data[exclusive_slot.start], data[exclusive_slot.end]]
  if (typeof start !== 'string' || typeof end !== 'string') return []
  const isBackwards = Date.parse(end) <= Date.parse(start)
  return isBackwards ? [{ path: `data.${exclusive_slot.end}`, message: 'must be after the beginning' }] : []
}

function isDoc(value: Json): value is Doc {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
