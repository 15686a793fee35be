import type { Interval } from '@dartwing/protocol'
import type { Json } from '@dartwing/rules'
import { wallClockIn } from '../../lib/time/stored-time.ts'
import { instantOf } from '../../lib/time/zone.ts'
import { slotAt, type TimeField } from './slot-values.ts'

type Values = Readonly<Record<string, Json>>

/** Reads a slot back out of a record's fields; null when they do not say one. */
export function slotIn(fields: readonly TimeField[], values: Values, zone: string): Interval | null {
  const start = startIn(fields, values, zone)
  if (start === null) return null
  const end = fields.find((field) => field.type === 'datetime' && /end/.test(field.name))
  const endClock = end === undefined ? null : wallClockIn(values[end.name], zone)
  const endInstant = endClock === null ? null : instantOf(endClock, zone)
  if (endInstant !== null && Date.parse(endInstant) > Date.parse(start)) return { start, end: endInstant }
  const length = fields.find((field) => field.type === 'duration')
  const amount = length === undefined ? null : values[length.name]
  if (typeof amount !== 'number' || amount <= 0) return null
  return slotAt(start, length?.unit === 's' ? amount / 60 : amount)
}

function startIn(fields: readonly TimeField[], values: Values, zone: string): string | null {
  const begin = fields.find((field) => field.type === 'datetime' && !/end/.test(field.name))
  const clock = begin === undefined ? null : wallClockIn(values[begin.name], zone)
  if (clock !== null) return instantOf(clock, zone)
  const date = fields.find((field) => field.type === 'date')
  const time = fields.find((field) => field.type === 'time' && !/end/.test(field.name))
  const day = date === undefined ? null : values[date.name]
  const hour = time === undefined ? null : values[time.name]
  if (typeof day !== 'string' || typeof hour !== 'string') return null
  return instantOf({ date: day.slice(0, 10), time: hour.slice(0, 5) }, zone)
}
