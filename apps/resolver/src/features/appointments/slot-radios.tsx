import type { FreeReason, FreeTime } from '@dartwing/protocol'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { IconCalendarPlus } from '@tabler/icons-react'
import { type RefObject, useEffect, useRef } from 'react'
import classes from '../../components/choice/option.module.css'
import radio from '../../components/choice/radio.module.css'
import { formatRange } from '../../lib/time/format.ts'
import { clockChangeOn, dayIn, offsetLabel } from './calendar/day-of.ts'

const REASONS: Record<FreeReason, MessageDescriptor> = {
  next_gap: msg`is free: the next gap`,
  earlier_that_day: msg`is free: earlier that day`,
  later_that_day: msg`is free: later that day`,
  same_time: msg`is free: the same time on another day`,
  other_day: msg`is free: another day`,
}

interface SlotRadiosProps {
  readonly name: string
  readonly slots: readonly FreeTime[]
  readonly zone: string
  readonly chosenStart: string | null
  readonly onChoose: (slot: FreeTime) => void
}

/** Free times as radios: the calendar is a picture, this list is the control. */
export function SlotRadios({ name, slots, zone, chosenStart, onChoose }: SlotRadiosProps) {
  const { t } = useLingui()
  const first = useFocusWhenTaken(slots, chosenStart)
  return slots.map((slot, index) => {
    const chosen = isAt(slot, chosenStart)
    const isOddDay = clockChangeOn(dayIn(slot.start, zone), zone) !== null
    return (
      <label key={slot.start} className={classes.option} data-chosen={chosen || undefined}>
        <input
          ref={index === 0 ? first : undefined}
          type="radio"
          name={name}
          className={radio.radio}
          checked={chosen}
          onChange={() => onChoose(slot)}
        />
        <IconCalendarPlus size={15} stroke={1.8} aria-hidden className={classes.icon} />
        <span>
          <b>{formatRange(slot.start, slot.end, zone)}</b>{' '}
          {isOddDay ? <span>{offsetLabel(slot.start, zone)} </span> : null}
          <span className={classes.hint}>{t(REASONS[slot.reason])}</span>
        </span>
      </label>
    )
  })
}

/** Somebody took the chosen time: the person goes on in the fresh list, not where the page has put them. */
function useFocusWhenTaken(
  slots: readonly FreeTime[],
  chosenStart: string | null,
): RefObject<HTMLInputElement | null> {
  const first = useRef<HTMLInputElement>(null)
  const before = useRef(chosenStart)
  useEffect(() => {
    const was = before.current
    before.current = chosenStart
    if (was !== null && chosenStart === null && !slots.some((slot) => isAt(slot, was))) first.current?.focus()
  }, [slots, chosenStart])
  return first
}

function isAt(slot: FreeTime, start: string | null): boolean {
  return start !== null && Date.parse(slot.start) === Date.parse(start)
}
