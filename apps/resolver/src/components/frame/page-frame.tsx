import { Trans } from '@lingui/react/macro'
import { type ReactNode, useEffect, useRef } from 'react'
import { OfflineLine } from '../../../components/list/offline-line.tsx'
import classes from './history-frame.module.css'

interface HistoryFrameProps {
  readonly title: string
  readonly note: ReactNode
  readonly tools?: ReactNode
  readonly children: ReactNode
}

/** What both pages of history have around them. */
export function HistoryFrame({ title, note, tools, children }: HistoryFrameProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  // Whoever hears the page begins at its name.
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className={classes.frame}>
      <header className={classes.head}>
        <div className={classes.names}>
          <h1 ref={heading} tabIndex={-1} className={classes.title} dir="auto">
            {title}
          </h1>
          <p className={classes.note}>{note}</p>
        </div>
        {tools}
      </header>
      <OfflineLine>
        <Trans>Offline. You see what was read last; nothing can be restored now.</Trans>
      </OfflineLine>
      {children}
    </div>
  )
}
