import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Skeleton, VisuallyHidden } from '@mantine/core'
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
      <Trans>Back to the queue</Trans>
    </ButtonLink>
  )
  if (screen === 'missing') {
    return (
      <NoticePanel
        level={1}
        icon={<IconMapOff size={24} stroke={1.6} />}
        title={t`This item is not here`}
        actions={back}
      >
        <Trans>It does not exist, or it belongs to people other than you.</Trans>
      </NoticePanel>
    )
  }
  if (screen === 'no_permission') {
    return (
      <NoticePanel
        level={1}
        icon={<IconLock size={24} stroke={1.6} />}
        title={t`You may not see this item`}
        actions={back}
      >
        <Trans>A resolver or an admin of your organisation can help.</Trans>
      </NoticePanel>
    )
  }
  return (
    <NoticePanel
      level={1}
      icon={<IconCloudOff size={24} stroke={1.6} />}
      title={t`The item could not be read`}
      actions={
        <>
          {error instanceof MismatchError ? (
            <Button onClick={() => window.location.reload()}>
              <Trans>Reload the page</Trans>
            </Button>
          ) : (
            <Button onClick={onRetry}>
              <Trans>Try again</Trans>
            </Button>
          )}
          {back}
        </>
      }
    >
      {error.message}
    </NoticePanel>
  )
}

/** A page of its own, with its heading, until there is more to say. */
export function LoadingItem() {
  return (
    <>
      <VisuallyHidden component="h1">
        <Trans>Loading the item</Trans>
      </VisuallyHidden>
      <ItemSkeleton />
    </>
  )
}

export function ItemSkeleton() {
  return (
    <div className={classes.skeleton} role="status" aria-label={t`Loading the item`}>
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
