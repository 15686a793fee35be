import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { onNews, onReturn, POLL_MS, useLiveStatus } from '../../lib/live/live-store.ts'
import { readAgain } from '../../lib/live/read-again.ts'
import { useSession } from '../../lib/session/use-session.ts'
import classes from './bell.module.css'
import { notificationOptions } from './notifications-api.ts'
import { useRenewal } from './push/use-renewal.ts'

const Panel = lazy(() => import('./panel/panel.tsx').then((module) => ({ default: module.Panel })))

const SHOWN_MAX = 99

/** What this person should know, and how much of it is new. In the header of every page. */
export function Bell() {
  const { t } = useLingui()
  const { org, status } = useSession()
  const isLive = useLiveStatus() === 'live'
  const [opened, setOpened] = useState(false)
  const query = useInfiniteQuery({
    ...notificationOptions(org.org),
    enabled: status === 'active',
    refetchInterval: isLive ? false : POLL_MS,
  })
  const client = useQueryClient()
  useEffect(() => {
    const again = (): void => void readAgain(client, notificationOptions(org.org).queryKey)
    const stops = [onNews(again), onReturn(again)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [client, org.org])
  useRenewal()
  const unseen = query.data?.pages[0]?.unseen ?? 0
  const label =
    unseen === 0
      ? t`Notifications`
      : plural(unseen, { one: 'Notifications, # new', other: 'Notifications, # new' })
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        className={classes.bell}
        aria-label={label}
        aria-haspopup="dialog"
        onClick={() => setOpened(true)}
      >
        <IconBell size={19} aria-hidden />
        {unseen === 0 ? null : (
          <span className={classes.count} aria-hidden>
            {unseen > SHOWN_MAX ? `${SHOWN_MAX}+` : unseen}
          </span>
        )}
      </ActionIcon>
      <Suspense fallback={null}>{opened ? <Panel onClose={() => setOpened(false)} /> : null}</Suspense>
    </>
  )
}
