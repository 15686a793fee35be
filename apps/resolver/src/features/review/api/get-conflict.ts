import { addressOf, type ConflictDetail, conflictDetail, ENDPOINTS } from '@dartwing/protocol'
import { queryOptions } from '@tanstack/react-query'
import { request } from '../../../lib/http/request.ts'
import { observeServerNow } from '../../../lib/time/server-clock.ts'

export function conflictOptions(org: string, id: string) {
  return queryOptions({
    queryKey: ['conflict', org, id],
    queryFn: ({ signal }) => getConflict(org, id, signal),
  })
}

async function getConflict(org: string, id: string, signal: AbortSignal): Promise<ConflictDetail> {
  const detail = await request(conflictDetail, addressOf(ENDPOINTS.conflict, { id }), {
    query: { org },
    signal,
  })
  observeServerNow(detail.server_now)
  return detail
}
