import type { FieldView } from '@dartwing/protocol'
import { Trans } from '@lingui/react/macro'
import { ruleText } from '../../lib/language/rule-text.ts'
import { FileLine } from '../files/file-line.tsx'
import { asFile } from '../value/value-text.ts'
import { type RowChange, rowChanges } from './row-changes.ts'
import { RowFateChip } from './row-fate-chip.tsx'
import classes from './row-list.module.css'

/** Child rows and files, each with what became of it; by what they are told apart stands below. */
export function RowList({ field }: { field: FieldView }) {
  const changes = rowChanges(field)
  const { rows } = field
  if (rows === null || changes.length === 0) return null
  const keyLabel =
    rows.key === null ? null : ruleText(rows.columns[rows.key] ?? rows.key.replaceAll('_', ' '))
  return (
    <div className={classes.list}>
      <ul className={classes.rows}>
        {changes.map((change) => (
          <li key={change.key} className={classes.row} data-fate={change.fate}>
            <RowFateChip change={change} />
            {field.type === 'attachments' ? (
              <span className={classes.file}>
                <FileLine file={asFile(change.row)} />
              </span>
            ) : (
              <Cells change={change} columns={rows.columns} />
            )}
          </li>
        ))}
      </ul>
      {keyLabel === null || field.type === 'attachments' ? null : (
        <p className={classes.note}>
          <Trans>Rows with the same “{keyLabel}” are the same row.</Trans>
        </p>
      )}
    </div>
  )
}

function Cells({ change, columns }: { change: RowChange; columns: Readonly<Record<string, string>> }) {
  return (
    <span className={classes.cells}>
      {Object.entries(change.row).map(([name, value]) => (
        <span key={name} className={classes.cell}>
          <span className={classes.name}>{ruleText(columns[name] ?? name.replaceAll('_', ' '))}</span>{' '}
          <span dir="auto">
            {typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '–')}
          </span>
        </span>
      ))}
    </span>
  )
}
