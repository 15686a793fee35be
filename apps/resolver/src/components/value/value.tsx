import type { Json } from '@dartwing/rules'
import { t } from '@lingui/core/macro'
import { isEmptyValue } from '../../lib/draft/units.ts'
import { ruleText } from '../../lib/language/rule-text.ts'
import { DateTimeValue } from './date-time-value.tsx'
import { FileRows } from './file-rows.tsx'
import { LinkValue } from './link-value.tsx'
import { PictureValue } from './picture-value.tsx'
import { TableRows } from './table-rows.tsx'
import classes from './value.module.css'
import { asFile, dateText, durationText, numberText, rowsOf } from './value-text.ts'

export interface ValueField {
  readonly label: string
  readonly type: string
  readonly unit: string | null
}

interface ValueProps {
  readonly field: ValueField
  readonly value: Json | undefined
  readonly zone: string
  /** Whose value it is, for the description of a picture. */
  readonly whose?: string
}

/** Every value on every screen is shown by this component: by its type, never as a raw key. */
export function Value({ field, value, zone, whose }: ValueProps) {
  if (value === undefined) return <span className={classes.quiet}>{t`not recorded`}</span>
  if (isEmptyValue(value)) return <span className={classes.quiet}>{t`empty`}</span>
  switch (field.type) {
    case 'datetime':
      return <DateTimeValue value={value} zone={zone} />
    case 'date':
      return <span className={classes.figures}>{dateText(value)}</span>
    case 'time':
      return <span className={classes.figures}>{String(value).slice(0, 5)}</span>
    case 'duration':
      return <span className={classes.figures}>{durationText(value, field.unit)}</span>
    case 'int':
    case 'float':
    case 'currency':
      return <span className={classes.figures}>{numberText(value)}</span>
    case 'select':
      return <span>{ruleText(String(value))}</span>
    case 'link':
      return <LinkValue name={String(value)} />
    case 'check':
      return <span>{value === true || value === 1 ? t`Yes` : t`No`}</span>
    case 'signature':
    case 'image':
      return (
        <PictureValue
          value={value}
          alt={`${ruleText(field.label)}${whose === undefined ? '' : `, ${whose}`}`}
        />
      )
    case 'attachments':
      return <FileRows files={rowsOf(value).map(asFile)} />
    default:
      return <OtherValue value={value} zone={zone} />
  }
}

function OtherValue({ value, zone }: { value: Json; zone: string }) {
  const rows = rowsOf(value)
  if (rows.length > 0) return <TableRows rows={rows} />
  if (Array.isArray(value)) return <span className={classes.text}>{value.map(String).join(', ')}</span>
  if (typeof value === 'object' && value !== null) {
    return (
      <dl className={classes.pairs}>
        {Object.entries(value).map(([key, inner]) => (
          <div key={key} className={classes.pair}>
            <dt>{key.replaceAll('_', ' ')}</dt>
            <dd>
              <Value field={{ label: key, type: 'text', unit: null }} value={inner} zone={zone} />
            </dd>
          </div>
        ))}
      </dl>
    )
  }
  return (
    <span className={classes.text} dir="auto">
      {String(value)}
    </span>
  )
}
