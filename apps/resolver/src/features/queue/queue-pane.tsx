import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconArrowUp, IconWifiOff } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useMemo } from 'react'
import { useLiveStatus } from '../../lib/live/live-store.ts'
import { formatInstant } from '../../lib/time/format.ts'
import type { QueueFilter } from './api/list-conflicts.ts'
import { showRows, useCursor } from './cursor/cursor-store.ts'
import { QueueList } from './list/queue-list.tsx'
import { QueueEmpty, QueueError, QueueSkeleton } from './list/queue-states.tsx'
import { useListStyle } from './list-style.ts'
import classes from './queue-pane.module.css'
import { filtersSet, NO_FILTERS } from './toolbar/filters-set.ts'
import { QueueToolbar } from './toolbar/queue-toolbar.tsx'
import type { Queue } from './use-queue.ts'

const SimpleList = lazy(() =>
  import('./list/simple-list.tsx').then((module) => ({ default: module.SimpleList })),
)
const SelectionBar = lazy(() =>
  import('./selection-bar.tsx').then((module) => ({ default: module.SelectionBar })),
)

interface QueuePaneProps {
  readonly queue: Queue
  readonly filter: QueueFilter
  readonly zone: string
  readonly currentId: string | null
  readonly onFilter: (change: Partial<QueueFilter>) => void
  readonly onOpen: (id: string, inNewTab: boolean) => void
}

export function QueuePane(props: QueuePaneProps) {
  const { queue, filter, zone, onFilter } = props
  const known = useMemo(() => namesIn(queue, filter), [queue, filter])
  const selected = useCursor((cursor) => cursor.selected.size)
  useEffect(() => showRows(queue.rows), [queue.rows])
  return (
    <div className={classes.pane}>
      <QueueToolbar filter={filter} counts={queue.counts} {...known} onFilter={onFilter} />
      <Progress active={queue.refreshing} />
      <OfflineLine updatedAt={queue.updatedAt} zone={zone} />
      <WaitingPill queue={queue} />
      <QueueBody {...props} />
      <Suspense fallback={null}>{selected > 0 ? <SelectionBar count={selected} /> : null}</Suspense>
    </div>
  )
}

/** What the filters can offer: what is in the list. */
function namesIn({ rows }: Queue, filter: QueueFilter) {
  const doctypes = new Set(rows.map(({ item }) => item.doctype))
  if (filter.doctype !== undefined) doctypes.add(filter.doctype)
  const people = new Map(
    rows.flatMap(({ item: { assignee } }) => (assignee ? [[assignee.id, assignee]] : [])),
  )
  return { doctypes: [...doctypes].sort(), people: [...people.values()] }
}

function QueueBody({ queue, filter, zone, currentId, onFilter, onOpen }: QueuePaneProps) {
  const style = useListStyle()
  if (queue.loading && queue.error === null) return <QueueSkeleton />
  if (queue.error !== null && queue.rows.length === 0) {
    return <QueueError error={queue.error} onRetry={queue.retry} />
  }
  if (queue.rows.length === 0) {
    return (
      <QueueEmpty
        view={filter.view ?? 'team'}
        filtered={filter.q !== undefined || filtersSet(filter) > 0}
        auto={queue.counts?.auto ?? 0}
        onClear={() => onFilter(NO_FILTERS)}
        onAuto={() => onFilter({ view: 'auto' })}
      />
    )
  }
  const List = style === 'simple' ? SimpleList : QueueList
  return (
    <Suspense fallback={<QueueSkeleton />}>
      <List
        rows={queue.rows}
        zone={zone}
        currentId={currentId}
        size={queue.size}
        onEnd={queue.hasMore ? queue.more : noMore}
        onOpen={onOpen}
      />
    </Suspense>
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
  const at = formatInstant(updatedAt, zone, 'time')
  if (live !== 'offline') return null
  return (
    <p className={classes.offline} role="status">
      <IconWifiOff size={15} aria-hidden />
      {updatedAt === 0 ? <Trans>Offline.</Trans> : <Trans>Offline. This list is from {at}.</Trans>}
    </p>
  )
}

/** New items and settled ones wait here, so that no row moves under anybody's finger. */
function WaitingPill({ queue }: { queue: Queue }) {
  const { t } = useLingui()
  const gone = queue.rows.filter((row) => row.gone).length
  const { waiting } = queue
  if (queue.loading || (waiting === 0 && gone === 0)) return null
  return (
    <div className={classes.pill} role="status">
      <Button
        size="compact-sm"
        radius="xl"
        onClick={queue.adopt}
        title={t`Update the list`}
        leftSection={<IconArrowUp size={14} aria-hidden />}
      >
        <PillWords waiting={waiting} gone={gone} />
      </Button>
    </div>
  )
}

function PillWords({ waiting, gone }: { waiting: number; gone: number }) {
  if (gone === 0)
    return <Plural value={waiting} one="# new: update the list" other="# new: update the list" />
  if (waiting === 0) {
    return <Plural value={gone} one="# settled: update the list" other="# settled: update the list" />
  }
  return (
    <Trans>
      {waiting} new, {gone} settled: update the list
    </Trans>
  )
}
