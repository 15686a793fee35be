import { Trans } from '@lingui/react/macro'
import { memo } from 'react'
import { KINDS } from '../../../components/conflict/kinds.ts'
import { summaryLine } from '../../../components/conflict/summary-line.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { useCursor } from '../cursor/cursor-store.ts'
import type { QueueRow as Row } from '../steady-rows.ts'
import classes from './queue-row.module.css'
import { RowFoot } from './row-foot.tsx'

interface QueueRowProps {
  readonly row: Row
  readonly zone: string
  readonly current: boolean
  readonly index: number
  readonly size: number
  readonly measure: (element: Element | null) => void
}

export const rowId = (id: string): string => `queue-${id}`

/** As few elements as will do (the pictures are in the style sheet): a list of ten thousand must stay light. */
export const QueueRow = memo(function QueueRow({ row, zone, current, index, size, measure }: QueueRowProps) {
  const { item, gone } = row
  const isActive = useCursor((cursor) => cursor.active === item.id)
  const isSelected = useCursor((cursor) => cursor.selected.has(item.id))
  return (
    <div
      ref={measure}
      id={rowId(item.id)}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-posinset={index + 1}
      aria-setsize={size}
      aria-current={current ? 'page' : undefined}
      className={classes.row}
      data-row={item.id}
      data-index={index}
      data-active={isActive || undefined}
      data-gone={gone || undefined}
    >
      <RowText row={row} zone={zone} />
      {item.state === 'open' && !gone ? <span className={classes.box} data-box aria-hidden /> : null}
    </div>
  )
})

/** The same words in the list box and in the simple list. */
export function RowText({ row, zone }: Pick<QueueRowProps, 'row' | 'zone'>) {
  const { item } = row
  const kind = KINDS[item.kind].label
  return (
    <>
      <span className={classes.top} data-kind={item.kind}>
        <Trans>
          <b className={classes.kind}>{kind}</b> · {ruleText(item.doctype)}
        </Trans>
      </span>
      <span className={classes.title}>{item.title}</span>
      <span className={classes.headline}>{summaryLine(item)}</span>
      <RowFoot row={row} zone={zone} />
    </>
  )
}
