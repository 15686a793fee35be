import type { DescribedField, DocumentNow } from '@dartwing/protocol'
import { Plural, Trans } from '@lingui/react/macro'
import { WhyLine } from '../../../components/conflict/why-line.tsx'
import { RestoreButton } from '../../../components/restore/restore-button.tsx'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { Value } from '../../../components/value/value.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import type { RecordKey } from '../api/record-history.ts'
import type { Fields } from './fields.ts'
import { factsIn, isSame, type Overruled, type OverruledFact } from './overruled.ts'
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
      {factsIn(record.doctype, overruled).map((fact) => (
        <li key={fact.key} className={classes.lost}>
          {fact.values.map(({ field, side, value }) => (
            <div key={field} className={classes.lostValue}>
              <span className={classes.label}>{ruleText(describedIn(fields, field).label)}</span>
              <span className={classes.soft}>
                <Trans>Left out</Trans>
              </span>
              <SideLabel side={side} />
              <Value field={describedIn(fields, field)} value={value} zone={zone} />
            </div>
          ))}
          <WhyLine rule={fact.rule} reason={fact.reason} />
          <Return record={record} now={now} fields={fields} fact={fact} />
        </li>
      ))}
    </ul>
  )
}

interface ReturnProps extends Pick<LeftOutProps, 'record' | 'now' | 'fields'> {
  readonly fact: OverruledFact
}

/** Whether the record has it by now; else, for whoever may write all of it, the way back. */
function Return({ record, now, fields, fact: { label, values } }: ReturnProps) {
  if (now?.data == null) return null
  const { data } = now
  if (values.every(({ field, value }) => isSame(data[field] ?? null, value))) {
    return (
      <p className={classes.soft}>
        <Plural
          value={values.length}
          one="The record has this value now."
          other="The record has these values now."
        />
      </p>
    )
  }
  if (now.conflict_id !== null || !values.every(({ field }) => fields[field]?.editable === true)) return null
  return (
    <RestoreButton
      about={ruleText(label ?? values.map(({ field }) => describedIn(fields, field).label).join(', '))}
      restorable={{
        ...record,
        version: now.version,
        values: Object.fromEntries(values.map(({ field, value }) => [field, value])),
      }}
    />
  )
}

function describedIn(fields: Fields, field: string): Pick<DescribedField, 'label' | 'type' | 'unit'> {
  return fields[field] ?? { label: field.replaceAll('_', ' '), type: 'text', unit: null }
}
