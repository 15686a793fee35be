import { useDraft, useDraftStore } from '../../lib/draft/draft-store.ts'
import { useItem } from '../../lib/draft/item-context.ts'
import type { Unit } from '../../lib/draft/units.ts'
import { offeredTimes } from './offered-times.ts'
import { slotIn } from './slot-in.ts'
import { SlotRadios } from './slot-radios.tsx'
import { isTimeField, slotValues, timeFieldsOf } from './slot-values.ts'
import { TimeInputs } from './time-inputs.tsx'

export function isTimeUnit(unit: Unit): boolean {
  return unit.fields.some(isTimeField)
}

/** Free times of the same resource, as further answers of the decision about the time. */
export function FreeSlotOptions({ unit }: { unit: Unit }) {
  const { detail } = useItem()
  const store = useDraftStore()
  const chosenStart = useDraft((draft) => {
    const pick = draft.picks[unit.id]
    if (pick === undefined || !('values' in pick) || pick.from !== 'slot' || detail.calendar === null)
      return null
    return slotIn(timeFieldsOf(detail), pick.values, detail.calendar.time_zone)?.start ?? null
  })
  const { calendar } = detail
  if (calendar === null) return null
  return (
    <SlotRadios
      name={unit.id}
      slots={offeredTimes(calendar.free, [calendar.server, calendar.client])}
      zone={calendar.time_zone}
      chosenStart={chosenStart}
      onChoose={(slot) =>
        store.dispatch({
          type: 'picked',
          unit: unit.id,
          pick: { values: slotValues(timeFieldsOf(detail), slot, calendar.time_zone), from: 'slot' },
        })
      }
    />
  )
}

/** The typed answer for a time: one editor for day, start and length instead of one input per field. */
export function TimeUnitEditor({ unit }: { unit: Unit }) {
  const { detail } = useItem()
  const store = useDraftStore()
  const { calendar } = detail
  const pick = store.get().picks[unit.id]
  const wished = calendar?.client ?? calendar?.server
  if (calendar == null || wished == null) return null
  const fields = timeFieldsOf(detail)
  const typed =
    pick !== undefined && 'values' in pick ? slotIn(fields, pick.values, calendar.time_zone) : null
  return (
    <TimeInputs
      slot={typed ?? wished}
      zone={calendar.time_zone}
      onChange={(slot) => {
        const values =
          slot === null
            ? Object.fromEntries(fields.map((field) => [field.name, null]))
            : slotValues(fields, slot, calendar.time_zone)
        store.dispatch({ type: 'picked', unit: unit.id, pick: { values, from: 'typed' } })
      }}
    />
  )
}
