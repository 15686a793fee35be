import { useLingui } from '@lingui/react/macro'
import { Textarea } from '@mantine/core'

interface ReasonFieldProps {
  readonly value: string
  readonly onChange: (reason: string) => void
}

/** Why a decision was made that others may want to question. */
export function ReasonField({ value, onChange }: ReasonFieldProps) {
  const { t } = useLingui()
  return (
    <Textarea
      label={t`Reason`}
      description={t`Kept with the decision.`}
      required
      autosize
      minRows={2}
      maxLength={4000}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
