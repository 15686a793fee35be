import type { ExplainedField } from '@dartwing/protocol'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { ruleWords } from '../../../components/conflict/rule-words.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { WinnerChip } from '../words/winner-chip.tsx'
import classes from './explorer.module.css'

interface FieldRowProps {
  readonly field: ExplainedField
  /** What stands before the name. */
  readonly of?: ReactNode
}

/** One field: what it is called, who wins it, and by which rule. */
export function FieldRow({ field, of }: FieldRowProps) {
  return (
    <li className={classes.field}>
      <div className={classes.name}>
        {of}
        <b>{ruleText(field.label)}</b>
        <code className={classes.code}>{field.field}</code>
      </div>
      <WinnerChip winner={field.winner} />
      <div className={classes.why}>
        {ruleWords(field.rule, false)}
        {field.group === null ? null : (
          <span className={classes.group}>
            <Trans>
              won together with the group <code className={classes.code}>{field.group}</code>
            </Trans>
          </span>
        )}
      </div>
    </li>
  )
}
