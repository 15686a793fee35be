import { IconCircleCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { DeadlineChip } from '../../../components/conflict/deadline-chip.tsx'
import { KINDS } from '../../../components/conflict/kinds.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import type { QueueRow as Row } from '../steady-rows.ts'
import classes from './queue-row.module.css'

interface QueueRowProps {
  readonly row: Row
  readonly zone: string
  readonly current: boolean
}

/** One link per item: everything on it is its name, so that it can be read out, opened in a tab and found by voice. */
export function QueueRow({ row, zone, current }: QueueRowProps) {
  const { item, gone } = row
  const kind = KINDS[item.kind]
  const Icon = kind.icon
  return (
    <Link
      to="/c/$id"
      params={{ id: item.id }}
      search={(before) => before}
      className={classes.row}
      data-gone={gone || undefined}
      aria-current={current ? 'page' : undefined}
      data-queue-row
    >
      <span className={classes.top}>
        <Icon size={15} stroke={1.8} aria-hidden className={classes.icon} />
        <span className={classes.kind}>{kind.label}</span>
        <span className={classes.doctype}>{item.doctype}</span>
      </span>
      <span className={classes.title}>{item.title}</span>
      <span className={classes.headline}>{item.headline}</span>
      <span className={classes.foot}>
        {gone && item.state === 'open' ? (
          <span className={classes.settled}>
            <IconCircleCheck size={14} aria-hidden /> No longer waiting
          </span>
        ) : item.state === 'open' ? (
          <DeadlineChip item={item} zone={zone} />
        ) : (
          <Settled item={item} zone={zone} />
        )}
      </span>
    </Link>
  )
}

const STATES = {
  open: 'Waiting',
  resolved: 'Resolved',
  auto_resolved: 'Settled by a rule',
  withdrawn: 'Withdrawn',
} as const

/** Those who decide without being people; the state says it already. */
const NOBODY: ReadonlySet<string> = new Set(['system', 'rule', 'timer'])

function Settled({ item, zone }: { item: Row['item']; zone: string }) {
  return (
    <span className={classes.settled}>
      <IconCircleCheck size={14} aria-hidden />{' '}
      {item.resolved_by === 'timer' ? 'Settled by the deadline' : STATES[item.state]}
      {item.resolved_by === null || NOBODY.has(item.resolved_by) ? '' : ` by ${item.resolved_by}`}
      {item.resolved_at === null ? null : (
        <time dateTime={item.resolved_at}> · {formatInstant(item.resolved_at, zone, 'short')}</time>
      )}
    </span>
  )
}
