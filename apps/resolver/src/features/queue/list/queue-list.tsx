import { useLingui } from '@lingui/react/macro'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { activate, selectTo, toggle, useCursor } from '../cursor/cursor-store.ts'
import type { QueueRow as Row } from '../steady-rows.ts'
import { onListKey } from './list-keys.ts'
import classes from './queue-list.module.css'
import { QueueRow, rowId } from './queue-row.tsx'

export interface ListProps {
  readonly rows: readonly Row[]
  readonly zone: string
  readonly currentId: string | null
  /** How many there are in all; -1 while nobody knows. */
  readonly size: number
  readonly onEnd: () => void
  readonly onOpen: (id: string, inNewTab: boolean) => void
}

const ROW_GUESS = 118
const AROUND = 3

/**
 * One stop for Tab, the rows inside by arrows: a listbox. Ten thousand items cost as many elements as fit the pane,
 * and a few more.
 */
export function QueueList({ rows, zone, currentId, size, onEnd, onOpen }: ListProps) {
  const { t } = useLingui()
  const scroller = useRef<HTMLDivElement>(null)
  const sizer = useRef<HTMLDivElement>(null)
  const active = useCursor((cursor) => cursor.active)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_GUESS,
    getItemKey: (index) => rows[index]?.item.id ?? index,
    overscan: AROUND,
  })
  const visible = virtual.getVirtualItems()
  const last = visible.at(-1)?.index ?? 0
  usePlace(sizer, virtual.getTotalSize(), visible[0]?.start ?? 0)
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 5) onEnd()
  }, [last, rows.length, onEnd])
  const isDrawn = visible.some((slot) => slot.key === active)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the cursor moves, not when rows arrive
  useEffect(() => {
    const index = rows.findIndex(({ item }) => item.id === active)
    if (index >= 0) virtual.scrollToIndex(index)
  }, [active])
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="listbox"
      tabIndex={0}
      aria-label={t`Conflicts, nearest deadline first`}
      aria-multiselectable
      aria-activedescendant={active !== null && isDrawn ? rowId(active) : undefined}
      onKeyDown={(event) => onListKey(event, rows, onOpen)}
      onClick={(event) => onRowClick(event, onOpen)}
      onAuxClick={(event) => onRowClick(event, onOpen)}
      data-queue-list
    >
      <div ref={sizer} className={classes.list} role="presentation">
        {visible.map((slot) => {
          const row = rows[slot.index]
          return row === undefined ? null : (
            <QueueRow
              key={slot.key}
              row={row}
              zone={zone}
              current={row.item.id === currentId}
              index={slot.index}
              size={size}
              measure={virtual.measureElement}
            />
          )
        })}
      </div>
    </div>
  )
}

/** Positions change with every scroll step: set on the element, not in the markup. */
function usePlace(sizer: RefObject<HTMLDivElement | null>, total: number, first: number): void {
  useLayoutEffect(() => {
    sizer.current?.style.setProperty('--total', `${total}px`)
    sizer.current?.style.setProperty('--first', `${first}px`)
  }, [sizer, total, first])
}

const MIDDLE_BUTTON = 1

/** On the box of a row it selects, anywhere else it opens; with the keys and the button that open tabs, in a tab. */
function onRowClick(event: MouseEvent, onOpen: ListProps['onOpen']): void {
  if (!(event.target instanceof Element)) return
  const id = event.target.closest('[data-row]')?.getAttribute('data-row')
  const isOther = event.button !== 0 && event.button !== MIDDLE_BUTTON
  if (id === undefined || id === null || isOther) return
  if (event.target.closest('[data-box]') !== null) {
    if (event.shiftKey) selectTo(id)
    else toggle(id)
    return
  }
  activate(id)
  onOpen(id, event.metaKey || event.ctrlKey || event.button === MIDDLE_BUTTON)
}
