import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { IconBolt, IconBoltOff, IconRefresh } from '@tabler/icons-react'
import { type LiveStatus, useLiveStatus } from '../../lib/live/live-store.ts'
import classes from './live-dot.module.css'

interface Words {
  readonly label: MessageDescriptor
  readonly hint: MessageDescriptor
  readonly icon: typeof IconBolt
}

const WORDS: Record<LiveStatus, Words> = {
  live: { label: msg`Live`, hint: msg`Changes appear as they happen`, icon: IconBolt },
  polling: {
    label: msg`Every 30 s`,
    hint: msg`No live connection: asking every 30 seconds`,
    icon: IconRefresh,
  },
  offline: {
    label: msg`Offline`,
    hint: msg`No connection: your decisions are kept and sent later`,
    icon: IconBoltOff,
  },
}

export function LiveDot() {
  const { i18n } = useLingui()
  const status = useLiveStatus()
  const { label, hint, icon: Icon } = WORDS[status]
  return (
    <span className={classes.live} data-status={status} role="status" title={i18n._(hint)}>
      <Icon size={14} stroke={2} aria-hidden />
      <span className={classes.label}>{i18n._(label)}</span>
    </span>
  )
}
