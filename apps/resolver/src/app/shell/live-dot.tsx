import { Tooltip } from '@mantine/core'
import { IconBolt, IconBoltOff, IconRefresh } from '@tabler/icons-react'
import { type LiveStatus, useLiveStatus } from '../../lib/live/live-store.ts'
import classes from './live-dot.module.css'

const WORDS: Record<LiveStatus, { label: string; hint: string; icon: typeof IconBolt }> = {
  live: { label: 'Live', hint: 'Changes appear as they happen', icon: IconBolt },
  polling: { label: 'Every 30 s', hint: 'No live connection: asking every 30 seconds', icon: IconRefresh },
  offline: { label: 'Offline', hint: 'No connection: your picks are kept', icon: IconBoltOff },
}

export function LiveDot() {
  const status = useLiveStatus()
  const { label, hint, icon: Icon } = WORDS[status]
  return (
    <Tooltip label={hint}>
      <span className={classes.live} data-status={status} role="status">
        <Icon size={14} stroke={2} aria-hidden />
        <span className={classes.label}>{label}</span>
      </span>
    </Tooltip>
  )
}
