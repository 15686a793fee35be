import { t } from '@lingui/core/macro'
import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { connectLive } from '../../../lib/live/live-store.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { useShellKeys } from '../../shell/commands/use-shell-keys.ts'
import { Header } from '../../shell/header.tsx'
import classes from './plain-page.module.css'

const SKIP = {
  id: 'content',
  get label() {
    return t`Skip to the content`
  },
}

/** The shell around pages that stand alone. */
export function PlainPage() {
  const { org } = useSession()
  useEffect(() => void connectLive(org.org), [org.org])
  useShellKeys(null)
  return (
    <div className={classes.page}>
      <Header skip={SKIP} />
      <main id={SKIP.id} className={classes.content} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  )
}
