import '@mantine/notifications/styles.layer.css'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Notifications, notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { dropOldDrafts } from '../../lib/draft/kept-drafts.ts'
import { onReturn } from '../../lib/live/live-store.ts'
import { dropOldCopies, keepCopies } from '../../lib/offline/copies.ts'
import { keepPages, lookForNewVersion, newVersion, reloadToNewest } from '../../lib/offline/new-version.ts'
import classes from './background.module.css'

/** What goes on behind every page, and the notices over it: loaded after the page. Notices shown before then wait. */
export function Background() {
  const client = useQueryClient()
  const { t } = useLingui()
  const isOutdated = useSyncExternalStore(newVersion.subscribe, newVersion.get)
  useEffect(() => keepCopies(client), [client])
  useEffect(() => {
    void keepPages()
    void dropOldDrafts()
    void dropOldCopies()
    return onReturn(() => void lookForNewVersion())
  }, [])
  useEffect(() => {
    if (!isOutdated) return
    notifications.show({
      id: 'new-version',
      title: t`There is a new version`,
      message: <Reload />,
      autoClose: false,
    })
  }, [isOutdated, t])
  return <Notifications position="top-right" limit={3} className={classes.notices ?? ''} />
}

function Reload() {
  return (
    <div className={classes.reload}>
      <Trans>Your picks are saved.</Trans>
      <Button size="compact-sm" onClick={() => void reloadToNewest()}>
        <Trans>Reload</Trans>
      </Button>
    </div>
  )
}
