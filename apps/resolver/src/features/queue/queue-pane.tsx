import { Button } from '@mantine/core'
import { IconArrowUp, IconWifiOff } from '@tabler/icons-react'
import { useLiveStatus } from '../../lib/live/live-store.ts'
import { formatInstant } from '../../lib/time/format.ts'
import type { QueueFilter } from './api/list-conflicts.ts'
import { QueueEmpty, QueueError, QueueSkeleton } from './list/queue-states.tsx'
import { VirtualRows } from './list/virtual-rows.tsx'
import classes from './queue-pane.module.css'
import { QueueToolbar } from './queue-toolbar.tsx'
import type { Queue } from './use-queue.ts'

interface QueuePaneProps {
  readonly queue: Queue
  readonly filter: QueueFilter
  readonly zone: string
  readonly currentId: string | null
  readonly onFilter: (change: Partial<QueueFilter>) => void
}

export function QueuePane({ queue, filter, zone, currentId, onFilter }: QueuePaneProps) {
  const doctypes = [...new Set([...queue.rows.map((row) => row.item.doctype), filter.doctype ?? ''])]
    .filter((name) => name !== '')
    .sort()
  return (
    <div className={classes.pane}>
      <QueueToolbar filter={filter} counts={queue.counts} doctypes={doctypes} onFilter={onFilter} />
      <Progress active={queue.refreshing} />
      <OfflineLine updatedAt={queue.updatedAt} zone={zone} />
      <WaitingPill queue={queue} />
      <QueueBody queue={queue} filter={filter} zone={zone} currentId={currentId} onFilter={onFilter} />
    </div>
  )
}

function QueueBody({ queue, filter, zone, currentId, onFilter }: QueuePaneProps) {
  if (queue.loading && queue.error === null) return <QueueSkeleton />
  if (queue.error !== null && queue.rows.length === 0) {
    return <QueueError message={queue.error.message} onRetry={queue.retry} />
  }
  if (queue.rows.length === 0) {
    const filtered = filter.q !== undefined || filter.kind !== undefined || filter.doctype !== undefined
    return (
      <QueueEmpty
        view={filter.view ?? 'team'}
        filtered={filtered}
        auto={queue.counts?.auto ?? 0}
        onClear={() => onFilter({ q: undefined, kind: undefined, doctype: undefined })}
        onAuto={() => onFilter({ view: 'auto' })}
      />
    )
  }
  return (
    <VirtualRows
      rows={queue.rows}
      zone={zone}
      currentId={currentId}
      label="Conflicts, nearest deadline first"
      onEnd={queue.hasMore ? queue.more : noMore}
    />
  )
}

function noMore(): void {
  // Everything there is has been read.
}

function Progress({ active }: { active: boolean }) {
  return <div className={classes.progress} data-active={active || undefined} aria-hidden />
}

function OfflineLine({ updatedAt, zone }: { updatedAt: number; zone: string }) {
  const live = useLiveStatus()
  if (live !== 'offline') return null
  return (
    <p className={classes.offline} role="status">
      <IconWifiOff size={15} aria-hidden /> Offline.
      {updatedAt === 0 ? '' : ` This list is from ${formatInstant(updatedAt, zone, 'time')}.`}
    </p>
  )
}

function WaitingPill({ queue }: { queue: Queue }) {
  const gone = queue.rows.filter((row) => row.gone).length
  if (queue.loading || (queue.waiting === 0 && gone === 0)) return null
  const parts = [queue.waiting > 0 ? `${queue.waiting} new` : '', gone > 0 ? `${gone} settled` : '']
  return (
    <div className={classes.pill} role="status">
      <Button
        size="compact-sm"
        radius="xl"
        onClick={queue.adopt}
        leftSection={<IconArrowUp size={14} aria-hidden />}
      >
        {parts.filter((part) => part !== '').join(', ')}: update the list
      </Button>
    </div>
  )
}
