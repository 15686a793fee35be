import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef } from 'react'
import type { QueueRow as Row } from '../steady-rows.ts'
import { QueueRow } from './queue-row.tsx'
import classes from './virtual-rows.module.css'

interface VirtualRowsProps {
  readonly rows: readonly Row[]
  readonly zone: string
  readonly currentId: string | null
  readonly label: string
  readonly onEnd: () => void
}

const ROW_GUESS = 118

/** Ten thousand items cost as many elements as fit the pane, and a few more. */
export function VirtualRows({ rows, zone, currentId, label, onEnd }: VirtualRowsProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_GUESS,
    getItemKey: (index) => rows[index]?.item.id ?? index,
    overscan: 6,
  })
  const visible = virtual.getVirtualItems()
  const total = virtual.getTotalSize()
  const first = visible[0]?.start ?? 0
  const last = visible.at(-1)?.index ?? 0
  // Positions change with every scroll step: set on the elements, not in the markup.
  useLayoutEffect(() => {
    list.current?.style.setProperty('--total', `${total}px`)
    list.current?.style.setProperty('--first', `${first}px`)
  }, [total, first])
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 5) onEnd()
  }, [last, rows.length, onEnd])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroller} className={classes.scroller} aria-label={label} tabIndex={0}>
      <ul ref={list} className={classes.list}>
        {visible.map((slot) => {
          const row = rows[slot.index]
          return row === undefined ? null : (
            <li
              key={slot.key}
              data-index={slot.index}
              ref={virtual.measureElement}
              aria-posinset={slot.index + 1}
              aria-setsize={rows.length}
            >
              <QueueRow row={row} zone={zone} current={row.item.id === currentId} />
            </li>
          )
        })}
      </ul>
    </section>
  )
}
