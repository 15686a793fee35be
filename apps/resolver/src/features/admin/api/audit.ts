import { auditList, ENDPOINTS } from '@dartwing/protocol'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { request } from '../../../lib/http/request.ts'
import { WITHOUT_NETWORK } from './without-network.ts'

const PAGE = 50

export function auditOptions(org: string) {
  return infiniteQueryOptions({
    queryKey: ['audit', org],
    ...WITHOUT_NETWORK,
    queryFn: ({ pageParam, signal }) =>
      request(auditList, ENDPOINTS.audit, { query: { org, cursor: pageParam, limit: PAGE }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    staleTime: 0,
  })
}
