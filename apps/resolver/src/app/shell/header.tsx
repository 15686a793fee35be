import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ActionIcon, Button, Kbd } from '@mantine/core'
import { IconChevronLeft, IconCommand, IconSearch } from '@tabler/icons-react'
import { Link, useMatchRoute } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { IconLink } from '../../components/chrome/button-link.tsx'
import { LogoMark } from '../../components/chrome/logo-mark.tsx'
import { MOD } from '../../lib/use-keys.ts'
import { LazyBell, LazyOutbox, LazyUserMenu } from '../background/lazy-parts.ts'
import classes from './header.module.css'
import { LiveDot } from './live-dot.tsx'
import { openPalette } from './palette-store.ts'
import { ShellOverlays } from './shell-overlays.tsx'
import { ThemeToggle } from './theme-toggle.tsx'
import { UserButton } from './user-button.tsx'

interface HeaderProps {
  /** What the first link of the page jumps to. */
  readonly skip: { readonly id: string; readonly label: string }
}

export function Header({ skip }: HeaderProps) {
  const open = useMatchRoute()({ to: '/c/$id' }) !== false
  return (
    <header className={classes.header}>
      <a href={`#${skip.id}`} className={classes.skip}>
        {skip.label}
      </a>
      {open ? (
        <IconLink
          to="/inbox"
          search={(before) => before}
          variant="subtle"
          color="gray"
          size="xl"
          className={classes.back}
          aria-label={t`Back to the queue`}
        >
          <IconChevronLeft size={22} />
        </IconLink>
      ) : null}
      <Link to="/inbox" search={{}} className={classes.brand} aria-label={t`Dartwing Resolver, inbox`}>
        <LogoMark />
        <span className={classes.word}>
          <Trans>Dartwing</Trans>
        </span>
        <span className={classes.product}>
          <Trans>Resolver</Trans>
        </span>
      </Link>
      <Tools />
      <ShellOverlays />
    </header>
  )
}

function Tools() {
  return (
    <div className={classes.tools}>
      <Suspense fallback={null}>
        <LazyOutbox />
      </Suspense>
      <LiveDot />
      <Button
        variant="default"
        size="compact-md"
        className={classes.palette}
        leftSection={<IconSearch size={15} aria-hidden />}
        onClick={openPalette}
      >
        <Trans>Go to</Trans>
        <Kbd size="xs" className={classes.kbd} aria-hidden>
          {MOD} K
        </Kbd>
      </Button>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        className={classes.paletteSmall}
        aria-label={t`Commands`}
        onClick={openPalette}
      >
        <IconCommand size={19} />
      </ActionIcon>
      <Suspense fallback={<span className={classes.bell} />}>
        <LazyBell />
      </Suspense>
      <ThemeToggle />
      <Account />
    </div>
  )
}

/** A press that comes before the menu does is not lost. */
function Account() {
  const [opened, setOpened] = useState(false)
  return (
    <Suspense fallback={<UserButton aria-haspopup="menu" onClick={() => setOpened(true)} />}>
      <LazyUserMenu opened={opened} onChange={setOpened} />
    </Suspense>
  )
}
