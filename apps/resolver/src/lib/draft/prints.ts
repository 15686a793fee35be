import type { FieldView } from '@dartwing/protocol'
import type { Json } from '@dartwing/rules'

/** A field's values as they were when the draft was pinned; pictures only as a digest, never the picture. */
export interface FieldPrint {
  readonly base?: Json
  readonly server?: Json
  readonly client?: Json
}

export function printOf(field: FieldView): FieldPrint {
  return {
    ...(field.base === undefined ? {} : { base: printOfValue(field, field.base) }),
    ...(field.server === undefined ? {} : { server: printOfValue(field, field.server) }),
    ...(field.client === undefined ? {} : { client: printOfValue(field, field.client) }),
  }
}

/** Equal text for equal values, whatever the order of keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'absent'
}

export function samePrint(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b)
}

const PICTURES = new Set(['signature', 'image'])

export function printOfValue(field: FieldView, value: Json): Json {
  const isPicture = PICTURES.has(field.type) || (typeof value === 'string' && value.startsWith('data:'))
  return isPicture && value !== null ? `#${digest(canonical(value))}` : value
}

/** FNV-1a with the length beside it: enough to see that a picture is another one. */
function digest(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return `${text.length}-${(hash >>> 0).toString(16)}`
}
