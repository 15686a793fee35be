import { type ReactNode, useEffect, useRef } from 'react'
import { OfflineLine } from '../list/offline-line.tsx'
import classes from './page-frame.module.css'

interface PageFrameProps {
  readonly title: string
  readonly note: ReactNode
  readonly tools: ReactNode
  /** What can not be done now. */
  readonly offline: ReactNode
  /** A page of tables and forms beside each other. */
  readonly wide?: boolean
  readonly children: ReactNode
}

/** A name, a sentence about it, and what can be done there. */
export function PageFrame({ title, note, tools, offline, wide = false, children }: PageFrameProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  // Whoever hears the page begins at its name.
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className={classes.frame} data-wide={wide || undefined}>
      <header className={classes.head}>
        <div className={classes.names}>
          <h1 ref={heading} tabIndex={-1} className={classes.title} dir="auto">
            {title}
          </h1>
          <p className={classes.note}>{note}</p>
        </div>
        {tools}
      </header>
      <OfflineLine>{offline}</OfflineLine>
      {children}
    </div>
  )
}
