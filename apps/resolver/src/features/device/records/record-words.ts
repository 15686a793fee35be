import type { LocalDocument } from '@dartwing/client'
import type { FieldView } from '@dartwing/protocol'
import { type Doc, type DocTypeRule, docTypeRule, type FieldDef, type Json } from '@dartwing/rules'
import { asStored } from '../../../lib/time/stored-time.ts'

/** What a phone shows: the DocTypes of the day's work first. */
export const SHOWN_DOCTYPES = ['Appointment', 'Dispatch Job', 'Ticket', 'Customer', 'Lead', 'Task'].filter(
  (name) => docTypeRule(name) !== undefined,
)

/** Files have a list of their own; pictures need a pen, places a map. */
const NOT_TYPED = new Set(['attachments', 'signature', 'image', 'geo', 'json'])

export function titleOf(document: Pick<LocalDocument, 'doctype' | 'name' | 'data'>): string {
  const fields = docTypeRule(document.doctype)?.title_fields ?? []
  for (const field of fields) {
    const value = document.data?.[field]
    if (typeof value === 'string' && value !== '') return value
  }
  return document.name
}

/** One line under the title: when, and how it stands. */
export function subtitleOf({ data, name }: Pick<LocalDocument, 'data' | 'name'>): string {
  const day = textOf(data, 'appointment_date') ?? textOf(data, 'scheduled_date')
  const time = (textOf(data, 'appointment_time') ?? textOf(data, 'scheduled_time'))?.slice(0, 5)
  const parts = [day, time, textOf(data, 'status'), day === null ? name.slice(0, 14) : null]
  return parts.filter((part) => typeof part === 'string').join(' · ')
}

function textOf(data: Doc | null, field: string): string | null {
  const value = data?.[field]
  return typeof value === 'string' && value !== '' ? value : null
}

/** Every word of the search stands somewhere in the title or the line under it. */
export function matches(document: LocalDocument, search: string): boolean {
  const text = `${titleOf(document)} ${subtitleOf(document)} ${document.name}`.toLocaleLowerCase()
  return search
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** The fields this role may type into, those the rule speaks of first; a booking's instants follow its date and time. */
export function typedFields(rule: DocTypeRule, role: string): readonly (readonly [string, FieldDef])[] {
  const slot = rule.exclusive_slot
  const typed = Object.entries(rule.fields).filter(
    ([name, def]) =>
      def.derived !== true &&
      !NOT_TYPED.has(def.type) &&
      mayWrite(rule, name, role) &&
      name !== slot?.start &&
      name !== slot?.end,
  )
  const first = new Set([...(rule.conflict_fields ?? []), ...(rule.client_wins_fields ?? [])])
  return [...typed.filter(([name]) => first.has(name)), ...typed.filter(([name]) => !first.has(name))]
}

/** The lists of files this role may add to. */
export function fileFields(rule: DocTypeRule, role: string): readonly (readonly [string, FieldDef])[] {
  return Object.entries(rule.fields).filter(
    ([name, { type }]) => type === 'attachments' && mayWrite(rule, name, role),
  )
}

function mayWrite(rule: DocTypeRule, field: string, role: string): boolean {
  const isServers = rule.server_only_fields?.includes(field) === true
  return !isServers && (rule.field_roles?.[field]?.some((allowed) => allowed === role) ?? true)
}

/** A field of a rule as the editors of the resolver take it. */
export function toFieldView(name: string, def: FieldDef, value: Json): FieldView {
  return {
    name,
    label: def.label,
    type: def.type,
    options: def.options === undefined ? null : [...def.options],
    unit: def.unit ?? null,
    group: null,
    rows: null,
    server: value,
    disposition: 'unchanged',
    winner: null,
    rule: null,
    reason: null,
    editable: true,
  }
}

/** What a form changed, with the start and end of a booking that follow from its date, time and duration. */
export function changesOf(rule: DocTypeRule, before: Doc, form: Doc, zone: string): Doc {
  const changed = Object.entries(form).filter(([field, value]) => !isSame(before[field] ?? null, value))
  const changes = Object.fromEntries(changed)
  const slot = rule.exclusive_slot
  const isMoved =
    slot !== undefined && [slot.date, slot.time, slot.duration].some((field) => field in changes)
  return isMoved ? { ...changes, ...instantsOf(slot, { ...before, ...changes }, zone) } : changes
}

function instantsOf(slot: NonNullable<DocTypeRule['exclusive_slot']>, after: Doc, zone: string): Doc {
  const date = textOf(after, slot.date)
  const time = textOf(after, slot.time)?.slice(0, 5)
  const start = date === null || time === undefined ? null : asStored({ date, time }, null, zone)
  const minutes = after[slot.duration]
  if (start === null || typeof minutes !== 'number') return { [slot.start]: null, [slot.end]: null }
  const end = new Date(Date.parse(start) + minutes * 60_000).toISOString()
  return { [slot.start]: start, [slot.end]: end }
}

function isSame(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b) || (a === null && b === '')
}
