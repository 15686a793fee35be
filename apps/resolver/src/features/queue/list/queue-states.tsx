import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import { IconCloudOff, IconFilterOff, IconInbox, IconLock } from '@tabler/icons-react'
import { NoticePanel } from '../../../components/chrome/notice-panel.tsx'
import { ProblemError } from '../../../lib/http/problem-error.ts'
import { PROBLEM_SCREENS } from '../../../lib/problem-screens.ts'
import classes from './queue-states.module.css'

export function QueueSkeleton() {
  const { t } = useLingui()
  return (
    <div className={classes.skeletons} role="status" aria-label={t`Loading the queue`}>
      {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key) => (
        <div key={key} className={classes.skeleton}>
          <Skeleton height={10} width="45%" />
          <Skeleton height={14} width="70%" />
          <Skeleton height={10} width="95%" />
          <Skeleton height={10} width="55%" />
        </div>
      ))}
    </div>
  )
}

interface QueueEmptyProps {
  readonly view: string
  readonly filtered: boolean
  readonly auto: number
  readonly onClear: () => void
  readonly onAuto: () => void
}

export function QueueEmpty({ view, filtered, auto, onClear, onAuto }: QueueEmptyProps) {
  const { t } = useLingui()
  const titles: Record<string, string> = {
    mine: t`Nothing needs you`,
    team: t`Nothing is waiting`,
    auto: t`No rule had to choose yet`,
    resolved: t`Nobody has resolved anything yet`,
  }
  if (filtered) return <NothingFound onClear={onClear} />
  const settled = view === 'mine' || view === 'team' ? auto : 0
  return (
    <NoticePanel
      icon={<IconInbox size={24} stroke={1.6} />}
      title={titles[view] ?? t`Nothing here`}
      actions={
        settled > 0 ? (
          <Button variant="default" onClick={onAuto}>
            <Trans>See what the rules settled</Trans>
          </Button>
        ) : undefined
      }
    >
      {settled > 0 ? (
        <Plural
          value={settled}
          one="# conflict was settled by rules."
          other="# conflicts were settled by rules."
        />
      ) : (
        <Trans>When two people change the same thing and no rule can choose, it appears here.</Trans>
      )}
    </NoticePanel>
  )
}

function NothingFound({ onClear }: { onClear: () => void }) {
  const { t } = useLingui()
  return (
    <NoticePanel
      icon={<IconFilterOff size={24} stroke={1.6} />}
      title={t`Nothing matches`}
      actions={
        <Button variant="default" onClick={onClear}>
          <Trans>Clear search and filters</Trans>
        </Button>
      }
    >
      <Trans>There may be items in this view that your search or filter hides.</Trans>
    </NoticePanel>
  )
}

/** Refused is not broken: trying again would not help. */
export function QueueError({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useLingui()
  const isRefused = error instanceof ProblemError && PROBLEM_SCREENS[error.code] === 'no_permission'
  if (isRefused) {
    return (
      <NoticePanel icon={<IconLock size={24} stroke={1.6} />} title={t`You may not see this queue`}>
        <Trans>An admin of your organisation can give you the right to.</Trans>
      </NoticePanel>
    )
  }
  return (
    <NoticePanel
      icon={<IconCloudOff size={24} stroke={1.6} />}
      title={t`The queue could not be read`}
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
