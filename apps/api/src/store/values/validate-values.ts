import { type Doc, type DocTypeRule, type Json } from '@dartwing/rules'
import { z } from 'zod'

type FieldRule = DocTypeRule['fields'][string]

const number = z.number()
const CHECK_BY_TYPE: Partial<Record<FieldRule['type'], z.ZodType>> = {
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

/** The fields whose values are not of their type. Null and empty text always clear a field. */
export function invalidValues(rule: DocTypeRule, data: Doc): { path: string; message: string }[] {
  return Object.entries(data).flatMap(([field, value]) => {
    const definition = Object.hasOwn(rule.fields, field) ? rule.fields[field] : undefined
    const message = definition === undefined ? null : whyInvalid(definition, value)
    return message === null ? [] : [{ path: `data.${field}`, message }]
  })
}

function whyInvalid(definition: FieldRule, value: Json): string | null {
  if (value === null || value === '') return null
  const check = CHECK_BY_TYPE[definition.type]
  if (check === undefined) return null
  const parsed = check.safeParse(value)
  return parsed.success ? null : (parsed.error.issues[0]?.message ?? 'is not valid')
}
