import type { ReactNode } from 'react'
import classes from './figures-table.module.css'

export interface Column {
  readonly key: string
  readonly head: string
  readonly isFigure?: boolean
}

export interface FigureRow {
  readonly key: string
  /** One cell for each column, in their order; the first says what the row is about. */
  readonly cells: readonly ReactNode[]
}

interface FiguresTableProps {
  readonly label: string
  readonly columns: readonly Column[]
  readonly rows: readonly FigureRow[]
}

/** A table that scrolls by itself where it does not fit. */
export function FiguresTable({ label, columns, rows }: FiguresTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={classes.scroller} aria-label={label} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map(({ key, head, isFigure }) => (
              <th key={key} scope="col" data-figure={isFigure}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              {columns.map(({ key, isFigure }, place) =>
                place === 0 ? (
                  <th key={key} scope="row" data-figure={isFigure}>
                    {row.cells[place]}
                  </th>
                ) : (
                  <td key={key} data-figure={isFigure}>
                    {row.cells[place]}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
