import type { FieldView } from '@dartwing/protocol'
import type { Unit } from '../../../lib/draft/units.ts'
import { wallClockIn } from '../../../lib/time/stored-time.ts'

const SIDES = ['base', 'server', 'client'] as const

/** A date and a time that only repeat the start beside them are not shown twice; a contradiction is. */
export function shownFields(unit: Unit, zone: string): readonly FieldView[] {
  const start = unit.fields.find((field) => field.type === 'datetime' && !/end/.test(field.name))
  if (start === undefined) return unit.fields
  return unit.fields.filter((field) => {
    if (field.type !== 'date' && field.type !== 'time') return true
    const { type } = field
    return SIDES.some((side) => {
      const value = field[side]
      if (value === undefined || value === null) return false
      const clock = wallClockIn(start[side], zone)
      return clock === null || !String(value).startsWith(clock[type])
    })
  })
}
