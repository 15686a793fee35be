import { Trans } from '@lingui/react/macro'
import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { LogoMark } from '../../components/chrome/logo-mark.tsx'
import { ThemeToggle } from '../shell/theme-toggle.tsx'
import classes from './sign-in-frame.module.css'

/** The card of the pages that are shown to people who have not signed in. */
export function SignInFrame({ children }: { children: ReactNode }) {
  return (
    <div className={classes.page}>
      <div className={classes.toggle}>
        <ThemeToggle />
      </div>
      <main className={classes.card}>
        <header className={classes.head}>
          <LogoMark size={44} />
          <div>
            <Title order={1} className={classes.title}>
              <Trans>Dartwing Resolver</Trans>
            </Title>
            <p className={classes.text}>
              <Trans>Two versions, one decision, nothing lost.</Trans>
            </p>
          </div>
        </header>
        {children}
      </main>
    </div>
  )
}
