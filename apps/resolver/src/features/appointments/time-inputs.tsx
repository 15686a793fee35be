import type { Interval } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { zoneLabel } from '../../lib/time/format.ts'
import { instantOf, wallClockOf } from '../../lib/time/zone.ts'
import { minutesOf, slotAt } from './slot-values.ts'
import classes from './time-inputs.module.css'

interface TimeInputsProps {
  readonly slot: Interval
  readonly zone: string
  readonly onChange: (slot: Interval | null) => void
}

/** A time of one's own: day, start and length; the end follows, so that the three can never disagree. */
export function TimeInputs({ slot, zone, onChange }: TimeInputsProps) {
  const [clock, setClock] = useState(() => wallClockOf(slot.start, zone))
  const [minutes, setMinutes] = useState(() => minutesOf(slot))
  const start = instantOf(clock, zone)
  const change = (next: typeof clock, length: number): void => {
    setClock(next)
    setMinutes(length)
    const instant = instantOf(next, zone)
    onChange(instant === null || length <= 0 ? null : slotAt(instant, length))
  }
  return (
    <div className={classes.inputs}>
      <TextInput
        type="date"
        label={t`Day`}
        value={clock.date}
        onChange={(event) => change({ ...clock, date: event.currentTarget.value }, minutes)}
      />
      <TextInput
        type="time"
        label={t`Start (${zoneLabel(zone)})`}
        value={clock.time}
        error={
          start === null && clock.date !== '' && clock.time !== ''
            ? t`The clocks change: there is no such time.`
            : null
        }
        onChange={(event) => change({ ...clock, time: event.currentTarget.value }, minutes)}
      />
      <NumberInput
        label={t`Length`}
        suffix={` ${t`min`}`}
        min={1}
        max={1440}
        step={15}
        allowDecimal={false}
        value={minutes}
        error={minutes > 0 ? null : t`At least a minute.`}
        onChange={(next) => change(clock, typeof next === 'number' ? next : 0)}
      />
    </div>
  )
}
