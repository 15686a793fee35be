import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { OfflineLine } from '../../../components/list/offline-line.tsx'
import classes from './rules-frame.module.css'

const PLACES = [
  ['/rules', msg`Who wins`],
  ['/rules/simulate', msg`Simulate`],
  ['/rules/replay', msg`Replay`],
] as const

interface RulesFrameProps {
  readonly title: string
  readonly note: ReactNode
  readonly children: ReactNode
}

/** What the pages about rules have around them. */
export function RulesFrame({ title, note, children }: RulesFrameProps) {
  const { t, i18n } = useLingui()
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
        <nav aria-label={t`Rules`} className={classes.places}>
          {PLACES.map(([to, label]) => (
            <Link
              key={to}
              to={to}
              className={classes.place}
              activeOptions={{ exact: true, includeSearch: false }}
            >
              {i18n._(label)}
            </Link>
          ))}
        </nav>
      </header>
      <OfflineLine>
        <Trans>Offline. You see what was read last; nothing can be tried out now.</Trans>
      </OfflineLine>
      {children}
    </div>
  )
}
