import { type ConflictList, type ConflictListQuery, conflictList, ENDPOINTS } from '@dartwing/protocol'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { request } from '../../../lib/http/request.ts'
import { seePresence } from '../../../lib/live/presence.ts'
import { observeServerNow, serverNow } from '../../../lib/time/server-clock.ts'

/** How soon the deadline is; kept as a distance, so that a link to it means the same tomorrow. */
export const DUE_HOURS = { '1h': 1, '6h': 6, '24h': 24 } as const
export type DueWithin = keyof typeof DUE_HOURS

export type QueueFilter = Pick<ConflictListQuery, 'view' | 'kind' | 'doctype' | 'q' | 'assignee'> & {
  readonly due?: DueWithin | undefined
}

const PAGE = 100
const HOUR_MS = 60 * 60 * 1000

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
  { due, ...filter }: QueueFilter,
  cursor: string,
  signal: AbortSignal,
): Promise<ConflictList> {
  const before = due === undefined ? undefined : serverNow() + DUE_HOURS[due] * HOUR_MS
  const list = await request(conflictList, ENDPOINTS.conflicts, {
    query: {
      org,
      ...filter,
      due_before: before === undefined ? undefined : new Date(before).toISOString(),
      cursor,
      limit: PAGE,
    },
    signal,
  })
  observeServerNow(list.server_now)
  for (const { id, looking } of list.items) seePresence(id, looking)
  return list
}
