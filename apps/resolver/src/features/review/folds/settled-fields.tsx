import type { FieldView } from '@dartwing/protocol'
import { WhyLine } from '../../../components/conflict/why-line.tsx'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { Value } from '../../../components/value/value.tsx'
import { canonical } from '../../../lib/draft/prints.ts'
import classes from './field-rows.module.css'

interface FieldRowsProps {
  readonly fields: readonly FieldView[]
  readonly zone: string
}

/** What rules settled: the value that stands, whose it is, why, and the value that gave way. */
export function SettledFields({ fields, zone }: FieldRowsProps) {
  return (
    <dl className={classes.rows}>
      {fields.map((field) => (
        <div key={field.name} className={classes.row}>
          <dt className={classes.name}>{field.label}</dt>
          <dd className={classes.value}>
            <div className={classes.line}>
              {field.winner === 'server' || field.winner === 'client' ? (
                <SideLabel side={field.winner} />
              ) : null}
              {field.winner === 'both' ? <b className={classes.both}>Both kept</b> : null}
              <Value field={field} value={standing(field)} zone={zone} />
            </div>
            <Overruled field={field} zone={zone} />
            <WhyLine rule={field.rule} reason={field.reason} />
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
  const loser = field.winner === 'server' ? 'client' : field.winner === 'client' ? 'server' : null
  if (loser === null || field[loser] === undefined) return null
  const value = canonical(field[loser])
  // A side that changed nothing had nothing to lose.
  if (value === canonical(standing(field)) || value === canonical(field.base)) return null
  return (
    <div className={classes.overruled}>
      <SideLabel side={loser} suffix="had" /> <Value field={field} value={field[loser]} zone={zone} />
    </div>
  )
}

export function UnchangedFields({ fields, zone }: FieldRowsProps) {
  return (
    <dl className={classes.rows}>
      {fields.map((field) => (
        <div key={field.name} className={classes.row}>
          <dt className={classes.name}>{field.label}</dt>
          <dd className={classes.value}>
            <Value field={field} value={field.server ?? field.base ?? field.client} zone={zone} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
