import type { FieldView } from '@dartwing/protocol'
import type { Json } from '@dartwing/rules'
import { t } from '@lingui/core/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { asStored, wallClockIn } from '../../lib/time/stored-time.ts'

interface DateTimeEditorProps {
  readonly label: string
  readonly error: string | null
  readonly hint: string
  readonly sample: Pick<FieldView, 'base' | 'server' | 'client'>
  readonly value: Json
  readonly zone: string
  readonly onChange: (value: Json) => void
}

/** Typed on the business's clock, stored as the record stores its times. */
export function DateTimeEditor({ label, error, hint, sample, value, zone, onChange }: DateTimeEditorProps) {
  const clock = wallClockIn(value, zone)
  const [text, setText] = useState(clock === null ? '' : `${clock.date}T${clock.time}`)
  const change = (typed: string): void => {
    setText(typed)
    const [date, time] = typed.split('T')
    const like = sample.server ?? sample.client ?? sample.base ?? null
    onChange(date === undefined || time === undefined ? null : asStored({ date, time }, like, zone))
  }
  const shown = clock !== null && asText(clock) !== text && value !== null ? asText(clock) : text
  return (
    <TextInput
      type="datetime-local"
      label={`${label} (${hint})`}
      error={
        error === null || text === '' ? error : t`That time does not exist on this day: the clocks change.`
      }
      value={shown}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

function asText(clock: { date: string; time: string }): string {
  return `${clock.date}T${clock.time}`
}
