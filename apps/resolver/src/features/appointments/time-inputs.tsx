import type { Interval } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { zoneLabel } from '../../lib/time/format.ts'
import { instantOf, wallClockOf } from '../../lib/time/zone.ts'
import { minutesOf, slotAt } from './slot-values.ts'
import classes from './time-inputs.module.css'

const LENGTH_MAX_MIN = 1440

interface TimeInputsProps {
  readonly slot: Interval
  readonly zone: string
  readonly onChange: (slot: Interval | null) => void
}

/** A time of one's own: day, start and length; the end follows, so that the three can never disagree. */
export function TimeInputs({ slot, zone, onChange }: TimeInputsProps) {
  const [clock, setClock] = useState(() => wallClockOf(slot.start, zone))
  const [minutes, setMinutes] = useState<number | ''>(() => minutesOf(slot))
  const change = (next: typeof clock, length: number | ''): void => {
    setClock(next)
    setMinutes(length)
    const instant = instantOf(next, zone)
    onChange(
      instant === null || length === '' || lengthError(length) !== null ? null : slotAt(instant, length),
    )
  }
  return (
    <div className={classes.inputs}>
      <TextInput
        type="date"
        label={t`Day`}
        value={clock.date}
        error={clock.date === '' ? t`A day is needed.` : null}
        onChange={(event) => change({ ...clock, date: event.currentTarget.value }, minutes)}
      />
      <TextInput
        type="time"
        label={t`Start (${zoneLabel(zone)})`}
        value={clock.time}
        error={startError(clock, zone)}
        onChange={(event) => change({ ...clock, time: event.currentTarget.value }, minutes)}
      />
      <NumberInput
        label={t`Length`}
        suffix={` ${t`min`}`}
        min={1}
        max={LENGTH_MAX_MIN}
        clampBehavior="none"
        step={15}
        allowDecimal={false}
        value={minutes}
        error={lengthError(minutes)}
        onChange={(next) => change(clock, typeof next === 'number' ? next : '')}
      />
    </div>
  )
}

function startError(clock: ReturnType<typeof wallClockOf>, zone: string): string | null {
  if (clock.time === '') return t`A start is needed.`
  if (clock.date === '' || instantOf(clock, zone) !== null) return null
  return t`The clocks change: there is no such time.`
}

function lengthError(minutes: number | ''): string | null {
  if (minutes === '' || minutes < 1) return t`At least a minute.`
  return minutes > LENGTH_MAX_MIN ? t`At most a day.` : null
}
