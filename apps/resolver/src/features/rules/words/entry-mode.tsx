import { useLingui } from '@lingui/react/macro'
import { SegmentedControl } from '@mantine/core'

interface EntryModeProps {
  readonly isText: boolean
  readonly onText: (isText: boolean) => void
}

/** As a form, or as the data it stands for. */
export function EntryMode({ isText, onText }: EntryModeProps) {
  const { t } = useLingui()
  return (
    <SegmentedControl
      aria-label={t`How it is entered`}
      value={isText ? 'json' : 'form'}
      onChange={(value) => onText(value === 'json')}
      data={[
        { value: 'form', label: t`Form` },
        { value: 'json', label: t`Data (JSON)` },
      ]}
    />
  )
}
