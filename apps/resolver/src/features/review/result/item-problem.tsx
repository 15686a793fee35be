import { Button, Skeleton } from '@mantine/core'
import { IconCloudOff, IconLock, IconMapOff } from '@tabler/icons-react'
import { ButtonLink } from '../../../components/chrome/button-link.tsx'
import { NoticePanel } from '../../../components/chrome/notice-panel.tsx'
import { MismatchError, ProblemError } from '../../../lib/http/problem-error.ts'
import { PROBLEM_SCREENS } from '../../../lib/problem-screens.ts'
import classes from './item-problem.module.css'

/** The item could not be shown at all: why, and the way back. */
export function ItemProblem({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const screen = error instanceof ProblemError ? PROBLEM_SCREENS[error.code] : 'wait_and_retry'
  const back = (
    <ButtonLink to="/inbox" variant="default" search={(before) => before}>
      Back to the queue
    </ButtonLink>
  )
  if (screen === 'missing') {
    return (
      <NoticePanel
        level={1}
        icon={<IconMapOff size={24} stroke={1.6} />}
        title="This item is not here"
        actions={back}
      >
        It does not exist, or it belongs to people other than you.
      </NoticePanel>
    )
  }
  if (screen === 'no_permission') {
    return (
      <NoticePanel
        level={1}
        icon={<IconLock size={24} stroke={1.6} />}
        title="You may not see this item"
        actions={back}
      >
        A resolver or an admin of your organisation can help.
      </NoticePanel>
    )
  }
  return (
    <NoticePanel
      level={1}
      icon={<IconCloudOff size={24} stroke={1.6} />}
      title="The item could not be read"
      actions={
        <>
          {error instanceof MismatchError ? (
            <Button onClick={() => window.location.reload()}>Reload the page</Button>
          ) : (
            <Button onClick={onRetry}>Try again</Button>
          )}
          {back}
        </>
      }
    >
      {error.message}
    </NoticePanel>
  )
}

export function ItemSkeleton() {
  return (
    <div className={classes.skeleton} role="status" aria-label="Loading the item">
      <Skeleton height={12} width={220} />
      <Skeleton height={26} width="80%" />
      <Skeleton height={30} width={260} />
      <div className={classes.pair}>
        <Skeleton height={84} />
        <Skeleton height={84} />
      </div>
      <Skeleton height={210} />
      <Skeleton height={210} />
    </div>
  )
}
