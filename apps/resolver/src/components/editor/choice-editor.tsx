import type { Json } from '@dartwing/rules'
import { t } from '@lingui/core/macro'
import { NativeSelect } from '@mantine/core'
import { ruleText } from '../../lib/language/rule-text.ts'

interface ChoiceEditorProps {
  readonly label: string
  readonly error: string | null
  readonly type: 'check' | 'select'
  readonly options: readonly string[]
  readonly value: Json
  readonly onChange: (value: Json) => void
}

const yesNo = () => [
  { value: '1', label: t`Yes` },
  { value: '0', label: t`No` },
]

export function ChoiceEditor({ label, error, type, options, value, onChange }: ChoiceEditorProps) {
  const shown = typeof value === 'string' ? value : ''
  if (type === 'select') {
    return (
      <NativeSelect
        label={label}
        error={error}
        value={shown}
        data={[...new Set(['', ...options, shown])].map((option) => ({
          value: option,
          label: ruleText(option),
        }))}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  // A record says yes as true or as 1; the answer keeps to its way.
  const answer = (yes: boolean): Json => (typeof value === 'boolean' ? yes : yes ? 1 : 0)
  return (
    <NativeSelect
      label={label}
      error={error}
      value={value === true || value === 1 ? '1' : '0'}
      data={yesNo()}
      onChange={(event) => onChange(answer(event.currentTarget.value === '1'))}
    />
  )
}
