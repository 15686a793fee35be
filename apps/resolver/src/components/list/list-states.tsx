import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { NoticePanel } from '../chrome/notice-panel.tsx'
import classes from './list-states.module.css'

export function ListSkeleton({ label }: { label: string }) {
  return (
    <div className={classes.skeletons} role="status" aria-label={label}>
      {['a', 'b', 'c', 'd', 'e'].map((key) => (
        <div key={key} className={classes.skeleton}>
          <Skeleton height={14} width="35%" />
          <Skeleton height={10} width="55%" />
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
