import type { Interval } from '@dartwing/protocol'
import { IconCalendarPlus } from '@tabler/icons-react'
import classes from '../../components/choice/option.module.css'
import radio from '../../components/choice/radio.module.css'
import { formatRange } from '../../lib/time/format.ts'

interface SlotRadiosProps {
  readonly name: string
  readonly slots: readonly Interval[]
  readonly zone: string
  readonly chosenStart: string | null
  readonly onChoose: (slot: Interval) => void
}

/** Free times as radios: the calendar is a picture, this list is the control. */
export function SlotRadios({ name, slots, zone, chosenStart, onChoose }: SlotRadiosProps) {
  return slots.map((slot) => {
    const chosen = chosenStart !== null && Date.parse(chosenStart) === Date.parse(slot.start)
    return (
      <label key={slot.start} className={classes.option} data-chosen={chosen || undefined}>
        <input
          type="radio"
          name={name}
          className={radio.radio}
          checked={chosen}
          onChange={() => onChoose(slot)}
        />
        <IconCalendarPlus size={15} stroke={1.8} aria-hidden className={classes.icon} />
        <span>
          <b>{formatRange(slot.start, slot.end, zone)}</b> <span className={classes.hint}>is free</span>
        </span>
      </label>
    )
  })
}
