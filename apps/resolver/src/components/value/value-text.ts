import type { Json } from '@dartwing/rules'
import { plural, t } from '@lingui/core/macro'
import { ruleText } from '../../lib/language/rule-text.ts'
import { formatDuration, formatInstant, locale, zoneLabel } from '../../lib/time/format.ts'

export interface NamedFile {
  readonly name: string
  readonly detail: string
  /** The name of its File document; null: one of another system. */
  readonly file: string | null
}

type Row = Readonly<Record<string, Json>>

/** A date has no zone: it is shown as the calendar day it names. */
export function dateText(value: Json): string {
  const text = String(value)
  const day = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0]
  return day === undefined ? text : formatInstant(`${day}T00:00:00Z`, 'UTC', 'date')
}

/** A wall-clock time without a zone, as older systems write it: shown as it stands, never shifted. */
export function naiveText(text: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?$/.exec(text)
  return match === null ? null : formatInstant(`${match[1]}T${match[2]}:00Z`, 'UTC')
}

export function durationText(value: Json, unit: string | null): string {
  const amount = Number(value)
  if (!Number.isFinite(amount)) return String(value)
  return formatDuration(unit === 'min' ? amount * 60 : amount)
}

export function numberText(value: Json): string {
  const amount = Number(value)
  return Number.isFinite(amount)
    ? new Intl.NumberFormat(locale(), { maximumFractionDigits: 6 }).format(amount)
    : String(value)
}

export function rowsOf(value: Json): readonly Row[] {
  if (!Array.isArray(value)) return []
  const rows: Row[] = []
  for (const item of value) if (isRow(item)) rows.push(item)
  return rows.length === value.length ? rows : []
}

function isRow(value: Json): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function asFile(row: Row): NamedFile {
  const name = row.file_name ?? row.caption ?? row.file_url ?? row.file ?? t`File`
  const detail = row.caption !== undefined && row.caption !== name ? String(row.caption ?? '') : ''
  return { name: String(name), detail, file: fileNameIn(row.file) }
}

/** A picture or file of this server is told by the name of its File document: no address, and no picture itself. */
export function fileNameIn(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' && !/[:/]/.test(value) ? value : null
}

/** One line of plain text for a value: for names of options, lists of changes and screen readers. */
export function plainText(
  field: { type: string; unit: string | null },
  value: Json | undefined,
  zone: string,
): string {
  if (value === undefined) return t`not recorded`
  if (value === null || value === '') return t`empty`
  switch (field.type) {
    case 'datetime': {
      const text = String(value)
      return naiveText(text) ?? `${formatInstant(text, zone)} ${zoneLabel(zone)}`
    }
    case 'date':
      return dateText(value)
    case 'duration':
      return durationText(value, field.unit)
    case 'check':
      return value === true || value === 1 ? t`Yes` : t`No`
    case 'select':
      return ruleText(String(value))
    case 'signature':
    case 'image':
      return t`a picture`
    default:
      if (Array.isArray(value))
        return value.length === 0 ? t`empty` : plural(value.length, { one: '# entry', other: '# entries' })
      return typeof value === 'object'
        ? plural(Object.keys(value).length, { one: '# value', other: '# values' })
        : String(value)
  }
}
