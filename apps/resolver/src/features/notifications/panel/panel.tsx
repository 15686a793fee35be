import { Trans, useLingui } from '@lingui/react/macro'
import { IconBell, IconSettings } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { NoticePanel } from '../../../components/chrome/notice-panel.tsx'
import { SidePanel } from '../../../components/dialog/dialog.tsx'
import { ListError, ListSkeleton, More } from '../../../components/list/list-states.tsx'
import { OfflineLine } from '../../../components/list/offline-line.tsx'
import { useSession } from '../../../lib/session/use-session.ts'
import { markSeen, notificationOptions, settingsOptions } from '../notifications-api.ts'
import { isOn, support } from '../push/browser-push.ts'
import { PushSwitch } from '../push/push-switch.tsx'
import { NotificationRow } from './notification-row.tsx'
import classes from './panel.module.css'

interface PanelProps {
  readonly onClose: () => void
}

/** The newest first; what is looked at here is seen, on every device. */
export function Panel({ onClose }: PanelProps) {
  const { t } = useLingui()
  return (
    <SidePanel
      opened
      onClose={onClose}
      position="right"
      title={t`Notifications`}
      classNames={{ body: classes.body ?? '' }}
      // Not a banner of the page.
      attributes={{ header: { role: 'presentation' } }}
    >
      <OfflineLine>
        <Trans>Offline. You see what was read last.</Trans>
      </OfflineLine>
      <PushOffer />
      <News onClose={onClose} />
      <Link to="/account" hash="notifications" className={classes.settings} onClick={onClose}>
        <IconSettings size={16} aria-hidden />
        <Trans>What you are told, and where</Trans>
      </Link>
    </SidePanel>
  )
}

/** Only where it would help: nobody is asked again for what they have, or cannot have. */
function PushOffer() {
  const { org, user } = useSession()
  const { data } = useQuery(settingsOptions(org.org))
  const isPointless = support() !== 'possible' || isOn({ org: org.org, email: user.email })
  if (!data?.push_key || isPointless) return null
  return (
    <div className={classes.offer}>
      <PushSwitch pushKey={data.push_key} />
    </div>
  )
}

function News({ onClose }: PanelProps) {
  const { t } = useLingui()
  const { org } = useSession()
  const query = useInfiniteQuery(notificationOptions(org.org))
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  useSeen(items[0]?.id, query.data?.pages[0]?.unseen ?? 0)
  if (query.isPending) return <ListSkeleton label={t`Loading notifications`} />
  if (query.data === undefined) {
    return (
      <ListError
        title={t`The notifications could not be read`}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    )
  }
  if (items.length === 0) {
    return (
      <NoticePanel icon={<IconBell size={24} stroke={1.6} />} title={t`Nothing yet`}>
        <Trans>What needs you, and what others decided about your changes, appears here.</Trans>
      </NoticePanel>
    )
  }
  return (
    <>
      <ul className={classes.list}>
        {items.map((item) => (
          <NotificationRow key={item.id} item={item} zone={org.time_zone} onLeave={onClose} />
        ))}
      </ul>
      <More query={query} />
    </>
  )
}

/** The count goes at once; the marks of what was new stay until the list is opened again. */
function useSeen(newest: string | undefined, unseen: number): void {
  const { org } = useSession()
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: (id: string) => markSeen(org.org, id),
    onSuccess: () =>
      client.setQueryData(notificationOptions(org.org).queryKey, (before) =>
        before === undefined
          ? before
          : { ...before, pages: before.pages.map((page) => ({ ...page, unseen: 0 })) },
      ),
  })
  useEffect(() => {
    if (newest !== undefined && unseen > 0) mutate(newest)
  }, [newest, unseen, mutate])
}
