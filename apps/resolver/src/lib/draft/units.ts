import type { ConflictDetail, FieldView } from '@dartwing/protocol'
import type { Pick } from '@dartwing/rules'
import { ruleText } from '../language/rule-text.ts'

/** The name under which the rules know the whole record. */
export const DOCUMENT_FIELD = '_document'

/** What is decided as one: a field, or a group of fields that describe one fact (date, time, duration). */
export interface Unit {
  readonly id: string
  readonly label: string
  readonly fields: readonly FieldView[]
  /** False when the caller lacks the right to write a member: someone else has to decide it. */
  readonly editable: boolean
  /** A rule has settled it; a person decides it all the same. */
  readonly isOverride: boolean
}

export interface Split {
  readonly open: readonly Unit[]
  readonly settled: readonly FieldView[]
  readonly unchanged: readonly FieldView[]
}

export function unitIdOf(field: FieldView): string {
  return field.group === null ? field.name : `group:${field.group.name}`
}

type Fields = Only<ConflictDetail, 'fields_view' | 'decisions'>

/**
 * The fields of an item in the order of the record: what needs a person, what a rule settled, what nobody changed.
 * What a person has taken over from a rule needs them too.
 */
export function splitFields(detail: Fields, overrides: readonly string[] = []): Split {
  const needed = detail.fields_view.filter((field) => field.disposition === 'needs_choice').map(unitIdOf)
  const waiting = new Set([...needed, ...overrides])
  const members = new Map<string, FieldView[]>()
  const settled: FieldView[] = []
  const unchanged: FieldView[] = []
  for (const field of detail.fields_view) {
    const id = unitIdOf(field)
    if (waiting.has(id)) members.set(id, [...(members.get(id) ?? []), field])
    else if (field.disposition === 'settled') settled.push(field)
    else unchanged.push(field)
  }
  const open = [...members].map(([id, fields]) =>
    needed.includes(id) ? unitOf(id, fields, false) : unitOf(id, fields.map(asDecided(detail)), true),
  )
  return { open, settled, unchanged }
}

/**
 * What each side had when the rule decided. The Server side of an open item is the record as it is now, and in a
 * settled field that is the result already.
 */
export function asDecided({ decisions }: Only<ConflictDetail, 'decisions'>) {
  return (field: FieldView): FieldView => {
    const decision = decisions.find((one) => one.field === field.name)
    if (decision === undefined) return field
    const { base: _base, server: _server, client: _client, ...rest } = field
    const { base, server, client } = decision
    return {
      ...rest,
      ...(base === undefined ? {} : { base }),
      ...(server === undefined ? {} : { server }),
      ...(client === undefined ? {} : { client }),
    }
  }
}

// The rules call a person's choice `Pick`; TypeScript's own type of that name is needed here too.
type Only<T, K extends keyof T> = { readonly [P in K]: T[P] }

function unitOf(id: string, fields: readonly FieldView[], isOverride: boolean): Unit {
  const [first] = fields
  const label = ruleText(first?.group?.label ?? first?.label ?? id)
  const visible = fields.filter((field) => !isBlank(field) || field.disposition === 'needs_choice')
  return { id, label, fields: visible, editable: fields.every((field) => field.editable), isOverride }
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
