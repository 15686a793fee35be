import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './notice-panel.module.css'

interface NoticePanelProps {
  readonly icon: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
  readonly level?: 1 | 2
}

/** A whole-pane message: nothing to do, nothing found, not allowed, broken. */
export function NoticePanel({ icon, title, children, actions, level = 2 }: NoticePanelProps) {
  return (
    <div className={classes.panel}>
      <div className={classes.icon} aria-hidden>
        {icon}
      </div>
      <Title order={level} className={classes.title}>
        {title}
      </Title>
      {children === undefined ? null : <div className={classes.text}>{children}</div>}
      {actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
    </div>
  )
}
