import type { FieldView } from '@dartwing/protocol'
import type { Json } from '@dartwing/rules'
import { t } from '@lingui/core/macro'

/** What is wrong with a typed value, in words; null = nothing. The server checks again with the DocType's own rules. */
export function valueProblem(field: FieldView, value: Json): string | null {
  if (value === null || value === '') return t`Enter a value, or choose Empty.`
  switch (field.type) {
    case 'int':
      return Number.isInteger(value) ? null : t`Enter a whole number.`
    case 'float':
    case 'currency':
    case 'duration':
      return typeof value === 'number' && Number.isFinite(value) && !(field.type === 'duration' && value < 0)
        ? null
        : t`Enter a number.`
    case 'date':
      return typeof value === 'string' && isDate(value) ? null : t`Enter a date.`
    case 'time':
      return typeof value === 'string' && /^\d{2}:\d{2}(:\d{2})?$/.test(value) ? null : t`Enter a time.`
    case 'datetime':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value))
        ? null
        : t`Enter a date and a time.`
    case 'select':
      return field.options === null || (typeof value === 'string' && field.options.includes(value))
        ? null
        : t`Choose one of the options.`
    case 'check':
      return value === 0 || value === 1 || typeof value === 'boolean' ? null : t`Choose yes or no.`
    default:
      return null
  }
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))
}
