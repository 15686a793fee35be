import type { FieldView } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { useExplain } from './explain.ts'

/** Beside the one line that is always there: everything that led to it. */
export function WhyButton({ field }: { field: FieldView }) {
  const { t } = useLingui()
  const explain = useExplain()
  if (explain === null) return null
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      aria-label={t`Why? ${ruleText(field.label)}`}
      aria-haspopup="dialog"
      onClick={() => explain(field.name)}
    >
      <Trans>Why?</Trans>
    </Button>
  )
}
