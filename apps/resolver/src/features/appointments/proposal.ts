import type { ConflictDetail, Interval } from '@dartwing/protocol'
import type { Draft } from '../../lib/draft/draft.ts'
import { splitFields } from '../../lib/draft/units.ts'
import { partiesOf } from './collision/collision-parties.ts'
import { slotIn } from './slot-in.ts'
import { isTimeField, timeFieldsOf } from './slot-values.ts'

/** The time that would result from what is picked so far; null = nothing about the time is picked. */
export function proposedSlot(
  detail: ConflictDetail,
  { picks, verdict }: Pick<Draft, 'picks' | 'verdict'>,
): Interval | null {
  const { calendar } = detail
  if (calendar === null) return null
  if (detail.kind === 'slot_collision') {
    const { asks, holds } = partiesOf(detail)
    const party = verdict?.target === 'other' ? holds : asks
    if (verdict?.action !== 'move' || verdict.values === null || party === null) return null
    return slotIn(party.fields, verdict.values, calendar.time_zone)
  }
  const unit = splitFields(detail).open.find((one) => one.fields.some(isTimeField))
  const pick = unit === undefined ? undefined : picks[unit.id]
  if (pick === undefined) return null
  if ('values' in pick) return slotIn(timeFieldsOf(detail), pick.values, calendar.time_zone)
  return pick.pick === 'server' || pick.pick === 'client' ? calendar[pick.pick] : null
}
