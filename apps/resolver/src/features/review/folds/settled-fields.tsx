import type { ConflictDetail, FieldView } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { WhyLine } from '../../../components/conflict/why-line.tsx'
import { RowList } from '../../../components/rows/row-list.tsx'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { Value } from '../../../components/value/value.tsx'
import { canonical } from '../../../lib/draft/prints.ts'
import { asDecided } from '../../../lib/draft/units.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { WhyButton } from '../why/why-button.tsx'
import classes from './field-rows.module.css'

interface FieldRowsProps {
  readonly fields: readonly FieldView[]
  readonly zone: string
}

interface SettledFieldsProps extends FieldRowsProps {
  readonly detail: Pick<ConflictDetail, 'decisions'>
}

/** What rules settled: the value that stands, whose it is, why, and the value that gave way. */
export function SettledFields({ detail, fields, zone }: SettledFieldsProps) {
  return (
    <dl className={classes.rows}>
      {fields.map(asDecided(detail)).map((field) => (
        <div key={field.name} className={classes.row}>
          <dt className={classes.name}>{ruleText(field.label)}</dt>
          <dd className={classes.value}>
            <div className={classes.line}>
              {field.winner === 'server' || field.winner === 'client' ? (
                <SideLabel side={field.winner} />
              ) : null}
              {field.winner === 'both' ? (
                <b className={classes.both}>
                  <Trans>Both kept</Trans>
                </b>
              ) : null}
              {field.rows === null ? <Value field={field} value={standing(field)} zone={zone} /> : null}
            </div>
            {field.rows === null ? <Overruled field={field} zone={zone} /> : <RowList field={field} />}
            <div className={classes.why}>
              <WhyLine rule={field.rule} reason={field.reason} />
              <WhyButton field={field} />
            </div>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function standing(field: FieldView): FieldView['merged'] {
  if (field.merged !== undefined) return field.merged
  return field.winner === 'client' ? field.client : field.server
}

function Overruled({ field, zone }: { field: FieldView; zone: string }) {
  const { t } = useLingui()
  const loser = field.winner === 'server' ? 'client' : field.winner === 'client' ? 'server' : null
  if (loser === null || field[loser] === undefined) return null
  const value = canonical(field[loser])
  // A side that changed nothing had nothing to lose.
  if (value === canonical(standing(field)) || value === canonical(field.base)) return null
  return (
    <div className={classes.overruled}>
      <SideLabel side={loser} suffix={t`had`} /> <Value field={field} value={field[loser]} zone={zone} />
    </div>
  )
}

export function UnchangedFields({ fields, zone }: FieldRowsProps) {
  return (
    <dl className={classes.rows}>
      {fields.map((field) => (
        <div key={field.name} className={classes.row}>
          <dt className={classes.name}>{ruleText(field.label)}</dt>
          <dd className={classes.value}>
            <Value field={field} value={field.server ?? field.base ?? field.client} zone={zone} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
