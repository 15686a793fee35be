import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import { IconCloudOff, IconWifiOff } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { NoticePanel } from '../../../components/chrome/notice-panel.tsx'
import { useLiveStatus } from '../../../lib/live/live-store.ts'
import classes from './history-frame.module.css'

interface HistoryFrameProps {
  readonly title: string
  readonly note: ReactNode
  readonly tools?: ReactNode
  readonly children: ReactNode
}

/** What both pages of history have around them. */
export function HistoryFrame({ title, note, tools, children }: HistoryFrameProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const isOffline = useLiveStatus() === 'offline'
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
        {tools}
      </header>
      {isOffline ? (
        <p className={classes.offline} role="status">
          <IconWifiOff size={15} aria-hidden />{' '}
          <Trans>Offline. You see what was read last; nothing can be restored now.</Trans>
        </p>
      ) : null}
      {children}
    </div>
  )
}

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f']

export function ListSkeleton({ label }: { label: string }) {
  return (
    <div className={classes.skeletons} role="status" aria-label={label}>
      {ROWS.map((key) => (
        <div key={key} className={classes.skeleton}>
          <Skeleton height={14} width="45%" />
          <Skeleton height={10} width="65%" />
        </div>
      ))}
    </div>
  )
}

interface ListErrorProps {
  readonly title: string
  readonly error: Error
  readonly onRetry: () => void
}

export function ListError({ title, error, onRetry }: ListErrorProps) {
  return (
    <NoticePanel
      icon={<IconCloudOff size={24} stroke={1.6} />}
      title={title}
      actions={
        <Button onClick={onRetry}>
          <Trans>Try again</Trans>
        </Button>
      }
    >
      {error.message}
    </NoticePanel>
  )
}

interface MoreProps {
  readonly query: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly isFetchNextPageError: boolean
    readonly fetchNextPage: () => unknown
  }
}

export function More({ query }: MoreProps) {
  const { t } = useLingui()
  if (!query.hasNextPage) return null
  return (
    <div className={classes.more}>
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {query.isFetchNextPageError ? t`That did not work. Try again` : t`Show more`}
      </Button>
    </div>
  )
}
