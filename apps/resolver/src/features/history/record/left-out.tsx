import type { DocumentNow } from '@dartwing/protocol'
import { Trans } from '@lingui/react/macro'
import { WhyLine } from '../../../components/conflict/why-line.tsx'
import { RestoreButton } from '../../../components/restore/restore-button.tsx'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { Value } from '../../../components/value/value.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import type { RecordKey } from '../api/record-history.ts'
import type { Fields } from './fields.ts'
import { isSame, type Overruled } from './overruled.ts'
import classes from './record.module.css'

interface LeftOutProps {
  readonly record: RecordKey
  readonly now: DocumentNow | null
  readonly fields: Fields
  readonly overruled: readonly Overruled[]
  readonly zone: string
}

/** Values that were not kept, why, and one click to have each back. */
export function LeftOut({ record, now, fields, overruled, zone }: LeftOutProps) {
  if (overruled.length === 0) return null
  return (
    <ul className={classes.leftOut}>
      {overruled.map(({ field, side, value, rule, reason }) => {
        const described = fields[field] ?? { label: field.replaceAll('_', ' '), type: 'text', unit: null }
        const isBack = now?.data != null && isSame(now.data[field] ?? null, value)
        return (
          <li key={`${field} ${side}`} className={classes.lost}>
            <div className={classes.lostValue}>
              <span className={classes.label}>{ruleText(described.label)}</span>
              <span className={classes.soft}>
                <Trans>Left out</Trans>
              </span>
              <SideLabel side={side} />
              <Value field={described} value={value} zone={zone} />
            </div>
            <WhyLine rule={rule} reason={reason} />
            {isBack ? (
              <p className={classes.soft}>
                <Trans>The record has this value now.</Trans>
              </p>
            ) : now?.data != null && now.conflict_id === null && fields[field]?.editable === true ? (
              <RestoreButton
                about={ruleText(described.label)}
                restorable={{ ...record, version: now.version, values: { [field]: value } }}
              />
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}
