import type { Json } from '@dartwing/rules'
import { NumberInput } from '@mantine/core'

interface NumberEditorProps {
  readonly label: string
  readonly error: string | null
  readonly type: 'duration' | 'int' | 'float' | 'currency'
  readonly unit: string | null
  readonly value: Json
  readonly onChange: (value: Json) => void
}

export function NumberEditor({ label, error, type, unit, value, onChange }: NumberEditorProps) {
  const suffix = unit === 'min' ? ' min' : ' s'
  return (
    <NumberInput
      label={label}
      error={error}
      suffix={type === 'duration' ? suffix : ''}
      allowDecimal={type === 'float' || type === 'currency'}
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  )
}
