import type { ConflictList, ConflictSummary } from '@dartwing/protocol'
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { onConflict, onReturn, POLL_MS, useLiveStatus } from '../../lib/live/live-store.ts'
import { conflictListOptions, type QueueFilter } from './api/list-conflicts.ts'
import { type QueueRow, steadyRows } from './steady-rows.ts'

export interface Queue {
  readonly rows: readonly QueueRow[]
  readonly waiting: number
  readonly counts: ConflictList['counts'] | null
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
  const steady = useMemo(() => steadyRows(shown.items, fresh), [shown.items, fresh])
  const adopt = useCallback(() => setShown({ key, items: fresh }), [key, fresh])
  useListEvents(org, client)
  return {
    ...steady,
    counts: query.data?.pages[0]?.counts ?? null,
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

/** A burst of events asks for the list once. */
function useListEvents(org: string, client: ReturnType<typeof useQueryClient>): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => void client.invalidateQueries({ queryKey: ['conflicts', org] }), GATHER_MS)
    }
    const stopEvents = onConflict(refresh)
    const stopReturn = onReturn(refresh)
    return () => {
      clearTimeout(timer)
      stopEvents()
      stopReturn()
    }
  }, [org, client])
}
