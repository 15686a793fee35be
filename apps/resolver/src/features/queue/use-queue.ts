import type { ConflictList, ConflictSummary } from '@dartwing/protocol'
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { onConflict, onReturn, POLL_MS, useLiveStatus } from '../../lib/live/live-store.ts'
import { readAgain } from '../../lib/live/read-again.ts'
import { conflictListOptions, type QueueFilter } from './api/list-conflicts.ts'
import { type QueueRow, steadyRows } from './steady-rows.ts'

export interface Queue {
  readonly rows: readonly QueueRow[]
  readonly waiting: number
  readonly counts: ConflictList['counts'] | null
  /** How many there are in this view with these filters; -1 while nobody knows. */
  readonly size: number
  readonly loading: boolean
  readonly refreshing: boolean
  readonly error: Error | null
  readonly updatedAt: number
  readonly hasMore: boolean
  /** Shows the list as it is now: the new ones in their places, the settled ones gone. */
  readonly adopt: () => void
  readonly more: () => void
  readonly retry: () => void
}

interface Shown {
  readonly key: string
  readonly items: readonly ConflictSummary[]
}

const NOTHING: readonly ConflictSummary[] = []

export function useQueue(org: string, filter: QueueFilter): Queue {
  const live = useLiveStatus()
  const client = useQueryClient()
  const query = useInfiniteQuery({
    ...conflictListOptions(org, filter),
    refetchInterval: live === 'polling' ? POLL_MS : false,
    placeholderData: keepPreviousData,
  })
  const key = JSON.stringify([org, filter])
  const fresh = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? NOTHING, [query.data])
  const [shown, setShown] = useState<Shown>({ key: '', items: NOTHING })
  const isOwn = !query.isPlaceholderData && query.data !== undefined
  // Another filter, or a list that was empty: nothing on the screen to protect.
  if (isOwn && (shown.key !== key || (shown.items.length === 0 && fresh.length > 0))) {
    setShown({ key, items: fresh })
  }
  const settled = useListEvents(org, client, query.data?.pages.length ?? 1)
  // While another view is being read the last one stays; when it can not be read, its rows are not those of this one.
  const items = shown.key === key || query.isPlaceholderData ? shown.items : NOTHING
  const steady = useMemo(() => steadyRows(items, fresh, settled), [items, fresh, settled])
  const adopt = useCallback(() => setShown({ key, items: fresh }), [key, fresh])
  const matching = query.data?.pages[0]?.matching ?? null
  return {
    ...steady,
    counts: query.data?.pages[0]?.counts ?? null,
    size: matching ?? (query.hasNextPage ? -1 : fresh.length),
    loading: query.isPending || query.isPlaceholderData,
    refreshing: query.isFetching && !query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    hasMore: query.hasNextPage && !query.isFetchingNextPage,
    adopt,
    more: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  }
}

const GATHER_MS = 400

type Settled = ReadonlyMap<string, ConflictSummary>
const NONE: Settled = new Map()

/** A burst of events asks for the list once; what it said about settled items is known before the list is. */
function useListEvents(org: string, client: ReturnType<typeof useQueryClient>, pages: number): Settled {
  const [settled, setSettled] = useState(NONE)
  // All pages are read again: the more there are, the longer a burst is gathered.
  const gatherMs = useRef(GATHER_MS)
  useEffect(() => {
    gatherMs.current = GATHER_MS * pages
  }, [pages])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => void readAgain(client, ['conflicts', org]), gatherMs.current)
    }
    const stopEvents = onConflict(({ conflict }) => {
      setSettled((before) => new Map(before).set(conflict.id, conflict))
      refresh()
    })
    const stopReturn = onReturn(refresh)
    return () => {
      clearTimeout(timer)
      stopEvents()
      stopReturn()
    }
  }, [org, client])
  return settled
}
