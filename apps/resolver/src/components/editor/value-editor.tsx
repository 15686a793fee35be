import type { FieldView } from '@dartwing/protocol'
import type { Json } from '@dartwing/rules'
import { NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { zoneLabel } from '../../lib/time/format.ts'
import { DateTimeEditor } from './date-time-editor.tsx'
import { JsonEditor } from './json-editor.tsx'

export interface ValueEditorProps {
  readonly field: FieldView
  readonly value: Json
  readonly zone: string
  readonly problem: string | null
  readonly onChange: (value: Json) => void
}

/** The input that fits the field's type. Native date and time inputs: every phone has its own good one. */
export function ValueEditor({ field, value, zone, problem, onChange }: ValueEditorProps) {
  const shared = { label: field.label, error: problem }
  switch (field.type) {
    case 'datetime':
      return (
        <DateTimeEditor
          {...shared}
          hint={zoneLabel(zone)}
          sample={field}
          value={value}
          zone={zone}
          onChange={onChange}
        />
      )
    case 'date':
    case 'time':
      return (
        <TextInput
          {...shared}
          type={field.type}
          value={textOf(value).slice(0, field.type === 'time' ? 5 : 10)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'duration':
    case 'int':
    case 'float':
    case 'currency':
      return (
        <NumberInput
          {...shared}
          suffix={field.type === 'duration' ? (field.unit === 'min' ? ' min' : ' s') : ''}
          allowDecimal={field.type === 'float' || field.type === 'currency'}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(typeof next === 'number' ? next : null)}
        />
      )
    case 'check':
      return (
        <NativeSelect
          {...shared}
          value={value === true || value === 1 ? '1' : '0'}
          data={[
            { value: '1', label: 'Yes' },
            { value: '0', label: 'No' },
          ]}
          onChange={(event) =>
            onChange(
              typeof value === 'boolean'
                ? event.currentTarget.value === '1'
                : Number(event.currentTarget.value),
            )
          }
        />
      )
    case 'select':
      return (
        <NativeSelect
          {...shared}
          value={textOf(value)}
          data={[...new Set(['', ...(field.options ?? []), textOf(value)])]}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'json':
      return <JsonEditor {...shared} value={value} onChange={onChange} />
    case 'long_text':
    case 'rich_text':
      return (
        <Textarea
          {...shared}
          autosize
          minRows={3}
          maxRows={12}
          value={textOf(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    default:
      return (
        <TextInput
          {...shared}
          value={textOf(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
  }
}

function textOf(value: Json): string {
  return value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
}
