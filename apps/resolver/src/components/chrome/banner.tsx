import type { ReactNode } from 'react'
import classes from './banner.module.css'

interface BannerProps {
  readonly tone: 'info' | 'attention' | 'alarm'
  readonly icon: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
  /** Announced at once; otherwise when the reader has a pause. */
  readonly urgent?: boolean
}

export function Banner({ tone, icon, title, children, actions, urgent = false }: BannerProps) {
  return (
    <div className={classes.banner} data-tone={tone} role={urgent ? 'alert' : 'status'}>
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <div className={classes.text}>
        <b>{title}</b>
        {children === undefined ? null : <div className={classes.detail}>{children}</div>}
      </div>
      {actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
    </div>
  )
}
