import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { toggle, useCursor } from '../cursor/cursor-store.ts'
import type { QueueRow as Row } from '../steady-rows.ts'
import type { ListProps } from './queue-list.tsx'
import { RowText } from './queue-row.tsx'
import classes from './simple-list.module.css'

const PAGE = 25

/** Plain links, 25 to a page: for readers and voices that get lost in a list which is drawn as it is scrolled. */
export function SimpleList({ rows, zone, currentId, size, onEnd }: ListProps) {
  const { t } = useLingui()
  const [page, setPage] = useState(0)
  const from = Math.min(page * PAGE, Math.max(0, rows.length - 1))
  const shown = rows.slice(from, from + PAGE)
  const last = from + shown.length
  const show = (next: number): void => {
    if ((next + 1) * PAGE >= rows.length) onEnd()
    setPage(next)
  }
  return (
    <section
      className={classes.scroller}
      aria-label={t`Conflicts, nearest deadline first`}
      data-queue-list
      tabIndex={-1}
    >
      <ul className={classes.list}>
        {shown.map((row) => (
          <SimpleRow key={row.item.id} row={row} zone={zone} current={row.item.id === currentId} />
        ))}
      </ul>
      <nav className={classes.pages} aria-label={t`Pages of the list`}>
        <Button variant="default" disabled={from === 0} onClick={() => show(page - 1)}>
          <Trans>Previous page</Trans>
        </Button>
        <span role="status">
          {size < 0 ? (
            <Trans>
              {from + 1} to {last}
            </Trans>
          ) : (
            <Trans>
              {from + 1} to {last} of {size}
            </Trans>
          )}
        </span>
        <Button variant="default" disabled={last >= rows.length} onClick={() => show(page + 1)}>
          <Trans>Next page</Trans>
        </Button>
      </nav>
    </section>
  )
}

function SimpleRow({ row, zone, current }: { row: Row; zone: string; current: boolean }) {
  const { t } = useLingui()
  const { item, gone } = row
  const isSelected = useCursor((cursor) => cursor.selected.has(item.id))
  const isOpen = item.state === 'open' && !gone
  return (
    <li className={classes.item}>
      <Link
        to="/c/$id"
        params={{ id: item.id }}
        search={(before) => before}
        className={classes.link}
        aria-current={current ? 'page' : undefined}
        data-gone={gone || undefined}
      >
        <RowText row={row} zone={zone} />
      </Link>
      {isOpen ? (
        <label className={classes.select}>
          <input
            type="checkbox"
            checked={isSelected}
            onChange={() => toggle(item.id)}
            aria-label={t`Select ${item.title}`}
          />
        </label>
      ) : null}
    </li>
  )
}
