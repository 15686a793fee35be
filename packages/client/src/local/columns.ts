import { doc } from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'
import type { SqlRow } from './driver.ts'

/** Reads typed values out of a SQLite row. A wrong type means a damaged database, and says which column. */
export function text(row: SqlRow, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new TypeError(`column ${column} holds no text`)
  return value
}

export function textOrNull(row: SqlRow, column: string): string | null {
  return row[column] == null ? null : text(row, column)
}

export function integer(row: SqlRow, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw new TypeError(`column ${column} holds no number`)
  return value
}

export function integerOrNull(row: SqlRow, column: string): number | null {
  return row[column] == null ? null : integer(row, column)
}

export function docOrNull(row: SqlRow, column: string): Doc | null {
  const json = textOrNull(row, column)
  return json === null ? null : doc.parse(JSON.parse(json))
}

export function toJson(value: unknown): string | null {
  return value == null ? null : JSON.stringify(value)
}
