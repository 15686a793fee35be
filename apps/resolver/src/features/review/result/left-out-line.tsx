import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import classes from './result-screen.module.css'

interface LeftOutProps {
  readonly side: 'server' | 'client'
  /** Of what, where it is not said before. */
  readonly what?: string
  readonly children: ReactNode
}

/** A value that does not stand: whose it was, and that it is not lost. */
export function LeftOut({ side, what, children }: LeftOutProps) {
  return (
    <div className={classes.leftOut}>
      <span>
        <Trans>Left out, kept here:</Trans>
      </span>
      <SideLabel side={side} {...(what === undefined ? {} : { suffix: ruleText(what) })} />
      {children}
    </div>
  )
}
