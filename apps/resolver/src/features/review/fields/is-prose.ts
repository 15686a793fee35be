import type { FieldView } from '@dartwing/protocol'

const LONG = 160

/** A text that is read as text: in more than one line, or longer than one. */
export function isProse({ type, base, server, client }: FieldView): boolean {
  if (type === 'long_text' || type === 'rich_text') return true
  if (type !== 'text') return false
  return [base, server, client].some(
    (value) => typeof value === 'string' && (value.length > LONG || value.includes('\n')),
  )
}
