import { useLingui } from '@lingui/react/macro'
import { SegmentedControl } from '@mantine/core'

interface EntryModeProps {
  readonly isText: boolean
  /** What cannot be read yet has no form, and would be lost. */
  readonly isReadable: boolean
  readonly onText: (isText: boolean) => void
}

/** As a form, or as the data it stands for. */
export function EntryMode({ isText, isReadable, onText }: EntryModeProps) {
  const { t } = useLingui()
  return (
    <SegmentedControl
      aria-label={t`How it is entered`}
      value={isText ? 'json' : 'form'}
      onChange={(value) => onText(value === 'json')}
      data={[
        { value: 'form', label: t`Form`, disabled: !isReadable },
        { value: 'json', label: t`Data (JSON)` },
      ]}
    />
  )
}
