import type { ConflictView } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { VisuallyHidden } from '@mantine/core'
import { Outlet, useMatchRoute, useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef } from 'react'
import type { QueueFilter } from '../../features/queue/api/list-conflicts.ts'
import { activate } from '../../features/queue/cursor/cursor-store.ts'
import { readProgress } from '../../features/queue/draft-progress.ts'
import { QueuePane } from '../../features/queue/queue-pane.tsx'
import type { QueueRow } from '../../features/queue/steady-rows.ts'
import { type Queue, useQueue } from '../../features/queue/use-queue.ts'
import { ITEM_PANE } from '../../lib/item-pane.ts'
import { connectLive } from '../../lib/live/live-store.ts'
import { readOwnAccount } from '../../lib/session/own-account.ts'
import { useSession } from '../../lib/session/use-session.ts'
import type { DeskSearch } from '../search.ts'
import { focusQueue } from '../shell/commands/use-desk-acts.ts'
import { useShellKeys } from '../shell/commands/use-shell-keys.ts'
import { Header } from '../shell/header.tsx'
import { DeskDialogs } from './desk-dialogs.tsx'
import classes from './desk-page.module.css'
import { QueueContext } from './queue-context.ts'

const ItemPresence = lazy(() =>
  import('./item-presence.tsx').then((module) => ({ default: module.ItemPresence })),
)

const DeskNotices = lazy(() =>
  import('./history/desk-notices.tsx').then((module) => ({ default: module.DeskNotices })),
)

/** Who decides for others begins with everything that waits; everybody else with their own. */
function defaultView(role: string): ConflictView {
  return role === 'technician' ? 'mine' : 'team'
}

const SKIP = {
  id: ITEM_PANE,
  get label() {
    return t`Skip to the item`
  },
}

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
  useEffect(() => {
    void connectLive(org.org)
    void readOwnAccount()
  }, [org.org])
  useEffect(() => {
    // Once the list is there: what the first press on it needs.
    if (!queue.loading) void import('./item-page.tsx').catch(() => undefined)
  }, [queue.loading])
  useWayBack(queue, openId)
  useOwnProgress(queue.rows, openId)
  const onFilter = useCallback(
    (change: Partial<QueueFilter>) =>
      void navigate({ to: '.', search: (before) => ({ ...before, ...change }), replace: true }),
    [navigate],
  )
  const onOpen = useOpening()
  useShellKeys(openId)
  const ids = queue.rows.filter((row) => !row.gone && row.item.state === 'open').map((row) => row.item.id)
  return (
    <div className={classes.desk} data-open={openId !== null || undefined}>
      <Header skip={SKIP} />
      <main className={classes.body}>
        <section className={classes.queue} aria-label={t`Queue`}>
          {openId === null ? <InboxTitle /> : null}
          <QueuePane
            queue={queue}
            filter={filter}
            zone={org.time_zone}
            currentId={openId}
            onFilter={onFilter}
            onOpen={onOpen}
          />
          <Suspense fallback={null}>
            <DeskNotices isItemOpen={openId !== null} />
          </Suspense>
        </section>
        <section id={ITEM_PANE} className={classes.detail} aria-label={t`Item`} tabIndex={-1}>
          <Suspense fallback={null}>
            {openId === null ? null : <ItemPresence key={openId} org={org.org} id={openId} />}
          </Suspense>
          <QueueContext value={{ ids, counts: queue.counts }}>
            <Outlet />
          </QueueContext>
        </section>
      </main>
      <DeskDialogs />
    </div>
  )
}

function InboxTitle() {
  return (
    <VisuallyHidden component="h1">
      <Trans>Conflicts</Trans>
    </VisuallyHidden>
  )
}

/** Beside the queue, or in a tab of its own as with any link. */
function useOpening(): (id: string, inNewTab: boolean) => void {
  const router = useRouter()
  return useCallback(
    (id, inNewTab) => {
      const to = { to: '/c/$id', params: { id }, search: (before: DeskSearch) => before } as const
      if (inNewTab) window.open(router.buildLocation(to).href, '_blank', 'noopener')
      else void router.navigate(to)
    },
    [router],
  )
}

/** The cursor goes with the open item; whoever comes back to the list finds it up to date, and stands where they left. */
function useWayBack({ adopt }: Queue, openId: string | null): void {
  const last = useRef(openId)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when an item is opened or left
  useEffect(() => {
    if (openId !== null) activate(openId)
    else {
      adopt()
      if (last.current !== null) focusQueue()
    }
    last.current = openId
  }, [openId])
}

/** How far this person has come with the items on the screen. */
function useOwnProgress(rows: readonly QueueRow[], openId: string | null): void {
  const { org, user } = useSession()
  // biome-ignore lint/correctness/useExhaustiveDependencies: drafts change while an item is open, not with the list
  useEffect(() => {
    const waiting = rows.filter(({ item }) => item.state === 'open').map(({ item }) => item.id)
    void readProgress({ org: org.org, email: user.email }, waiting)
  }, [org.org, user.email, openId, rows.length])
}
