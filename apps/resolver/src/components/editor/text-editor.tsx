import type { Json } from '@dartwing/rules'
import { Textarea, TextInput } from '@mantine/core'

interface TextEditorProps {
  readonly label: string
  readonly error: string | null
  readonly type: string
  readonly value: Json
  readonly onChange: (value: Json) => void
}

const PROSE = new Set(['long_text', 'rich_text'])
const SHOWN_LENGTH: Readonly<Record<string, number>> = { date: 10, time: 5 }

export function TextEditor({ label, error, type, value, onChange }: TextEditorProps) {
  const text = value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (PROSE.has(type)) {
    return (
      <Textarea
        label={label}
        error={error}
        autosize
        minRows={3}
        maxRows={12}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  return (
    <TextInput
      label={label}
      error={error}
      type={type === 'date' || type === 'time' ? type : 'text'}
      value={text.slice(0, SHOWN_LENGTH[type])}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
