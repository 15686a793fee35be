import { Button, Skeleton } from '@mantine/core'
import { IconCloudOff, IconFilterOff, IconInbox } from '@tabler/icons-react'
import { NoticePanel } from '../../../components/chrome/notice-panel.tsx'
import classes from './queue-states.module.css'

export function QueueSkeleton() {
  return (
    <div className={classes.skeletons} role="status" aria-label="Loading the queue">
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

const EMPTY: Record<string, string> = {
  mine: 'Nothing needs you',
  team: 'Nothing is waiting',
  auto: 'No rule had to choose yet',
  resolved: 'Nobody has resolved anything yet',
}

export function QueueEmpty({ view, filtered, auto, onClear, onAuto }: QueueEmptyProps) {
  if (filtered) {
    return (
      <NoticePanel
        icon={<IconFilterOff size={24} stroke={1.6} />}
        title="Nothing matches"
        actions={
          <Button variant="default" onClick={onClear}>
            Clear search and filters
          </Button>
        }
      >
        There may be items in this view that your search or filter hides.
      </NoticePanel>
    )
  }
  const isWork = view === 'mine' || view === 'team'
  return (
    <NoticePanel
      icon={<IconInbox size={24} stroke={1.6} />}
      title={EMPTY[view] ?? 'Nothing here'}
      actions={
        isWork && auto > 0 ? (
          <Button variant="default" onClick={onAuto}>
            See what the rules settled
          </Button>
        ) : undefined
      }
    >
      {isWork && auto > 0
        ? `${auto} ${auto === 1 ? 'conflict was' : 'conflicts were'} settled by rules.`
        : 'When two people change the same thing and no rule can choose, it appears here.'}
    </NoticePanel>
  )
}

export function QueueError({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <NoticePanel
      icon={<IconCloudOff size={24} stroke={1.6} />}
      title="The queue could not be read"
      actions={<Button onClick={onRetry}>Try again</Button>}
    >
      {message}
    </NoticePanel>
  )
}
