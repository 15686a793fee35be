/** Rows as RFC 4180 has them: commas, CRLF, quotes where they are needed. */
export type CsvValue = string | number | boolean | null | readonly string[]

/** A spreadsheet takes text that begins so for a formula; an apostrophe before it makes it text again. */
const FORMULA = /^[=+\-@\t\r]/

function cellOf(value: CsvValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = typeof value === 'string' ? value : value.join(' ')
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvLine = (cells: readonly (CsvValue | undefined)[]): string =>
  `${cells.map(cellOf).join(',')}\r\n`
