import type { HistoryEntry } from '@dartwing/protocol'
import { Trans } from '@lingui/react/macro'
import { UnstyledButton } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useState } from 'react'
import { Value } from '../../../components/value/value.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import type { Fields } from './fields.ts'
import classes from './record.module.css'

const SHOWN = 6

interface ChangesProps {
  readonly entry: HistoryEntry
  readonly fields: Fields
  readonly zone: string
}

/** What this version changed, beside what was there before. */
export function Changes({ entry, fields, zone }: ChangesProps) {
  const [isAll, setAll] = useState(false)
  const { changes, version } = entry
  if (changes === null) {
    return (
      <p className={classes.sentence}>
        <Trans>The version before is no longer kept, so what changed is not known.</Trans>
      </p>
    )
  }
  if (entry.deleted) return null
  if (changes.length === 0) {
    return (
      <p className={classes.sentence}>
        <Trans>No value changed.</Trans>
      </p>
    )
  }
  const shown = isAll ? changes : changes.slice(0, SHOWN)
  const rest = changes.length - shown.length
  return (
    <>
      <dl className={classes.changes}>
        {shown.map(({ field, label, before, after }) => {
          const described = fields[field] ?? { label, type: 'text', unit: null }
          return (
            <div key={field} className={classes.change}>
              <dt>{ruleText(label)}</dt>
              <dd>
                {version === 1 ? null : (
                  <>
                    <span className={classes.before}>
                      <Value field={described} value={before ?? null} zone={zone} />
                    </span>
                    <IconArrowRight size={15} className={classes.arrow} role="img" aria-label="→" />
                  </>
                )}
                <Value field={described} value={after ?? null} zone={zone} />
              </dd>
            </div>
          )
        })}
      </dl>
      {rest === 0 ? null : (
        <UnstyledButton className={classes.link} onClick={() => setAll(true)}>
          <Trans>{rest} more changed</Trans>
        </UnstyledButton>
      )}
    </>
  )
}
