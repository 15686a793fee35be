import type { ConflictDetail, FieldView } from '@dartwing/protocol'
import type { Pick } from '@dartwing/rules'

/** What is decided as one: a field, or a group of fields that describe one fact (date, time, duration). */
export interface Unit {
  readonly id: string
  readonly label: string
  readonly fields: readonly FieldView[]
  /** False when the caller lacks the right to write a member: someone else has to decide it. */
  readonly editable: boolean
}

export interface Split {
  readonly open: readonly Unit[]
  readonly settled: readonly FieldView[]
  readonly unchanged: readonly FieldView[]
}

export function unitIdOf(field: FieldView): string {
  return field.group === null ? field.name : `group:${field.group.name}`
}

/** The fields of an item in the order of the record: what needs a person, what a rule settled, what nobody changed. */
export function splitFields(detail: Only<ConflictDetail, 'fields_view'>): Split {
  const waiting = new Set(
    detail.fields_view.filter((field) => field.disposition === 'needs_choice').map(unitIdOf),
  )
  const members = new Map<string, FieldView[]>()
  const settled: FieldView[] = []
  const unchanged: FieldView[] = []
  for (const field of detail.fields_view) {
    const id = unitIdOf(field)
    if (waiting.has(id)) members.set(id, [...(members.get(id) ?? []), field])
    else if (field.disposition === 'settled') settled.push(field)
    else unchanged.push(field)
  }
  return { open: [...members].map(([id, fields]) => unitOf(id, fields)), settled, unchanged }
}

// The rules call a person's choice `Pick`; TypeScript's own type of that name is needed here too.
type Only<T, K extends keyof T> = { readonly [P in K]: T[P] }

function unitOf(id: string, fields: readonly FieldView[]): Unit {
  const [first] = fields
  const label = first?.group?.label ?? first?.label ?? id
  const visible = fields.filter((field) => !isBlank(field) || field.disposition === 'needs_choice')
  return { id, label, fields: visible, editable: fields.every((field) => field.editable) }
}

function isBlank(field: FieldView): boolean {
  return [field.base, field.server, field.client].every(isEmptyValue)
}

export function isEmptyValue(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

const JOINABLE = new Set(['text', 'long_text', 'rich_text', 'table', 'attachments'])
const NOT_TYPED = new Set(['signature', 'image', 'attachments', 'table', 'geo'])

/** Which answers make sense for this unit. The server has the last word; nothing impossible is offered. */
export function offeredPicks(unit: Unit): readonly Pick[] {
  const [only] = unit.fields
  const offered: Pick[] = ['server', 'client']
  const baseKnown = unit.fields.some((field) => field.base !== undefined)
  const baseEmpty = unit.fields.every((field) => isEmptyValue(field.base))
  if (baseKnown) offered.push('base')
  if (only === undefined || unit.fields.length > 1) return offered
  const sideEmpty = isEmptyValue(only.server) || isEmptyValue(only.client)
  if (!sideEmpty && !(baseKnown && baseEmpty) && only.type !== 'check') offered.push('empty')
  const isList = Array.isArray(only.server) && Array.isArray(only.client)
  if (!sideEmpty && (JOINABLE.has(only.type) || isList)) offered.push('both')
  return offered
}

export function takesCustom(unit: Unit): boolean {
  return unit.fields.every((field) => !NOT_TYPED.has(field.type))
}
