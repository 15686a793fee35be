import type { Json } from '@dartwing/rules'
import classes from './value.module.css'

type Row = Readonly<Record<string, Json>>

/** Child rows as short cards: a table inside a cell would not fit a phone. */
export function TableRows({ rows }: { rows: readonly Row[] }) {
  return (
    <ul className={classes.rows}>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows may be equal, and the list is never reordered
        <li key={index} className={classes.row}>
          {Object.entries(row).map(([key, value]) => (
            <span key={key} className={classes.cell}>
              <span className={classes.cellName}>{key.replaceAll('_', ' ')}</span>
              {typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '–')}
            </span>
          ))}
        </li>
      ))}
    </ul>
  )
}
