import { IconHourglassHigh, IconPlayerPause, IconShieldHalf } from '@tabler/icons-react'
import { deadlineWords, type Timed } from '../../lib/time/deadline.ts'
import { formatInstant, zoneLabel } from '../../lib/time/format.ts'
import { useServerNow } from '../../lib/time/server-clock.ts'
import classes from './deadline-chip.module.css'

interface DeadlineChipProps {
  readonly item: Timed
  readonly zone: string
  /** With the absolute time, for the item itself. */
  readonly full?: boolean
}

/** The time left together with what happens then. Not a live region: it would talk all day. */
export function DeadlineChip({ item, zone, full = false }: DeadlineChipProps) {
  const words = deadlineWords(item, useServerNow())
  const isPaused = item.paused != null
  const byTimer = item.timeout_outcome === 'escalate' ? IconShieldHalf : IconHourglassHigh
  const Icon = isPaused ? IconPlayerPause : byTimer
  const separator = isPaused ? ' ' : item.timeout_outcome === 'escalate' ? ': ' : ', '
  return (
    <span className={classes.chip} data-urgency={words.urgency} data-full={full || undefined}>
      <Icon size={14} stroke={1.9} aria-hidden className={classes.icon} />
      <span>
        <b className={classes.left}>{words.left}</b>
        <span className={classes.outcome}>
          {separator}
          {words.outcome}
          {full && item.due_at !== null && !isPaused ? (
            <>
              {' · '}
              <time dateTime={item.due_at}>
                {formatInstant(item.due_at, zone)} {zoneLabel(zone)}
              </time>
            </>
          ) : null}
        </span>
      </span>
    </span>
  )
}
