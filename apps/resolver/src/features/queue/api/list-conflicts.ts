import { type ConflictList, type ConflictListQuery, conflictList, ENDPOINTS } from '@dartwing/protocol'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { request } from '../../../lib/http/request.ts'
import { observeServerNow } from '../../../lib/time/server-clock.ts'

export type QueueFilter = Pick<ConflictListQuery, 'view' | 'kind' | 'doctype' | 'q'>

const PAGE = 50

export function conflictListOptions(org: string, filter: QueueFilter) {
  return infiniteQueryOptions({
    queryKey: ['conflicts', org, filter],
    queryFn: ({ pageParam, signal }) => listConflicts(org, filter, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })
}

async function listConflicts(
  org: string,
  filter: QueueFilter,
  cursor: string,
  signal: AbortSignal,
): Promise<ConflictList> {
  const list = await request(conflictList, ENDPOINTS.conflicts, {
    query: { org, ...filter, cursor, limit: PAGE },
    signal,
  })
  observeServerNow(list.server_now)
  return list
}
