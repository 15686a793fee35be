import type { Json } from '@dartwing/rules'
import type { UnitPick, Values } from '../../../lib/draft/draft.ts'
import type { Unit } from '../../../lib/draft/units.ts'

/** A custom value starts from what was chosen last, else from the device's: typing a correction, not everything anew. */
export function startValues(unit: Unit, pick: UnitPick | undefined): Values {
  const values: Record<string, Json> = {}
  for (const field of unit.fields) {
    if (pick !== undefined && 'values' in pick) values[field.name] = pick.values[field.name] ?? null
    else if (pick?.pick === 'server' || pick?.pick === 'base') values[field.name] = field[pick.pick] ?? null
    else if (pick?.pick === 'empty') values[field.name] = null
    else values[field.name] = field.client ?? field.server ?? null
  }
  return values
}
