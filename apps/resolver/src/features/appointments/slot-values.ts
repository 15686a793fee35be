import type { ConflictDetail, FieldView, Interval } from '@dartwing/protocol'
import type { Doc, Json } from '@dartwing/rules'
import { asStored } from '../../lib/time/stored-time.ts'
import { wallClockOf } from '../../lib/time/zone.ts'

/** A field that says when an appointment is; enough of it to write a new time into a record. */
export type TimeField = Pick<FieldView, 'name' | 'type' | 'unit'> & { readonly like: Json | undefined }

const TIME_TYPES = new Set(['datetime', 'date', 'time', 'duration'])

export function isTimeField(field: Pick<FieldView, 'name' | 'type'>): boolean {
  return TIME_TYPES.has(field.type) && /appointment|duration|scheduled|start|end/.test(field.name)
}

/** The group of fields that holds the time of this item's record. */
export function timeFieldsOf(detail: ConflictDetail): readonly TimeField[] {
  const members = detail.fields_view.filter(isTimeField)
  const group = members.find((field) => field.group !== null)?.group?.name
  return members
    .filter((field) => group === undefined || field.group?.name === group)
    .map((field) => ({ ...field, like: field.server ?? field.client ?? field.base }))
}

/** The same fields of the other record, as far as it has them. */
export function timeFieldsIn(fields: readonly TimeField[], other: Doc): readonly TimeField[] {
  return fields
    .filter((field) => other[field.name] != null)
    .map((field) => ({ ...field, like: other[field.name] }))
}

/** What a slot means in the record's own fields: start, end, date, time and length, whichever it has. */
export function slotValues(fields: readonly TimeField[], slot: Interval, zone: string): Record<string, Json> {
  const values: Record<string, Json> = {}
  for (const field of fields) {
    const value = slotValue(field, slot, zone)
    if (value !== null) values[field.name] = value
  }
  return values
}

function slotValue(field: TimeField, slot: Interval, zone: string): Json {
  const isEnd = /end/.test(field.name)
  const clock = wallClockOf(isEnd ? slot.end : slot.start, zone)
  switch (field.type) {
    case 'datetime':
      return asStored(clock, field.like, zone)
    case 'date':
      return clock.date
    case 'time':
      return typeof field.like === 'string' && field.like.length === 5 ? clock.time : `${clock.time}:00`
    case 'duration': {
      const seconds = (Date.parse(slot.end) - Date.parse(slot.start)) / 1000
      return field.unit === 's' ? seconds : Math.round(seconds / 60)
    }
    default:
      return null
  }
}

export function minutesOf(interval: Interval): number {
  return Math.round((Date.parse(interval.end) - Date.parse(interval.start)) / 60_000)
}

export function slotAt(start: string, minutes: number): Interval {
  return { start, end: new Date(Date.parse(start) + minutes * 60_000).toISOString() }
}
