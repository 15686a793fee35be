import type { Act } from '@dartwing/protocol'

const COLUMNS = [
  'at',
  'kind',
  'actor',
  'actor_name',
  'action',
  'doctype',
  'name',
  'title',
  'fields',
  'comment',
  'conflict_id',
  'rule_set',
] as const satisfies readonly (keyof Act)[]

/** RFC 4180, with the mark by which spreadsheets know UTF-8. */
export function toCsv(acts: readonly Act[]): string {
  const rows = acts.map((act) => COLUMNS.map((column) => cell(act[column])))
  return `\uFEFF${[COLUMNS, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`
}

/** A spreadsheet runs what begins like a formula: such text is told apart by a quote in front of it. */
function cell(value: string | readonly string[] | null): string {
  const text = value === null ? '' : typeof value === 'string' ? value : value.join('; ')
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function toJson(acts: readonly Act[]): string {
  return `${JSON.stringify(acts, null, 2)}\n`
}

/** Hands a file to the browser, as if it had been downloaded. */
export function save(name: string, type: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
