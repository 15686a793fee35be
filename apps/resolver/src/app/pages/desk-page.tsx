import type { ConflictView } from '@dartwing/protocol'
import { VisuallyHidden } from '@mantine/core'
import { Outlet, useMatchRoute, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo } from 'react'
import type { QueueFilter } from '../../features/queue/api/list-conflicts.ts'
import { QueuePane } from '../../features/queue/queue-pane.tsx'
import { useQueue } from '../../features/queue/use-queue.ts'
import { ITEM_PANE } from '../../lib/item-pane.ts'
import { connectLive } from '../../lib/live/live-store.ts'
import { useSession } from '../../lib/session/use-session.ts'
import { Header } from '../shell/header.tsx'
import { useShellKeys } from '../shell/use-shell-keys.ts'
import classes from './desk-page.module.css'
import { QueueContext } from './queue-context.ts'

/** Who decides for others begins with everything that waits; everybody else with their own. */
function defaultView(role: string): ConflictView {
  return role === 'technician' ? 'mine' : 'team'
}

const SKIP = { id: ITEM_PANE, label: 'Skip to the item' }

/** The desk: the queue, and beside it (on a phone: instead of it) the item. */
export function DeskPage() {
  const { org } = useSession()
  const search = useSearch({ from: '/desk' })
  const navigate = useNavigate()
  const match = useMatchRoute()({ to: '/c/$id' })
  const openId = match === false ? null : match.id
  const filter = useMemo(
    (): QueueFilter => ({ ...search, view: search.view ?? defaultView(org.role) }),
    [search, org.role],
  )
  const queue = useQueue(org.org, filter)
  useEffect(() => void connectLive(org.org), [org.org])
  const { adopt } = queue
  // Back at the list there is no row under the cursor to protect.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the item is left
  useEffect(() => {
    if (openId === null) adopt()
  }, [openId])
  const onFilter = useCallback(
    (change: Partial<QueueFilter>) =>
      void navigate({ to: '.', search: (before) => ({ ...before, ...change }), replace: true }),
    [navigate],
  )
  useShellKeys(openId)
  const ids = queue.rows.filter((row) => !row.gone && row.item.state === 'open').map((row) => row.item.id)
  return (
    <div className={classes.desk} data-open={openId !== null || undefined}>
      <Header skip={SKIP} />
      <main className={classes.body}>
        <section className={classes.queue} aria-label="Queue">
          {openId === null ? <VisuallyHidden component="h1">Conflicts</VisuallyHidden> : null}
          <QueuePane
            queue={queue}
            filter={filter}
            zone={org.time_zone}
            currentId={openId}
            onFilter={onFilter}
          />
        </section>
        <section id={ITEM_PANE} className={classes.detail} aria-label="Item" tabIndex={-1}>
          <QueueContext value={{ ids, counts: queue.counts }}>
            <Outlet />
          </QueueContext>
        </section>
      </main>
    </div>
  )
}
