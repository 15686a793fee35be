import {
  ENDPOINTS,
  type MetricName,
  type OverviewTable,
  overview,
  overviewRows,
  type Timer,
  type TimerRequest,
  timer,
} from '@dartwing/protocol'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { request, requestFile } from '../../../lib/http/request.ts'

/** Without a connection the page says so at once, where waiting for one would show it loading for ever. */
const WITHOUT_NETWORK = { networkMode: 'always', refetchOnReconnect: true } as const

export interface Period {
  readonly from: string
  readonly until: string
}

export function overviewOptions(org: string) {
  return queryOptions({
    queryKey: ['overview', org],
    ...WITHOUT_NETWORK,
    queryFn: ({ signal }) => request(overview, ENDPOINTS.overview, { query: { org }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}

/** The rows behind a number, of the days that it was computed for. */
export function rowsOptions(org: string, metric: MetricName, { from, until }: Period) {
  return infiniteQueryOptions({
    queryKey: ['overview-rows', org, metric, from, until],
    ...WITHOUT_NETWORK,
    queryFn: ({ pageParam, signal }) =>
      request(overviewRows, ENDPOINTS.overviewRows, {
        query: { org, metric, from, until, cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })
}

export function readExport(org: string, table: OverviewTable, { from, until }: Period): Promise<Blob> {
  return requestFile(ENDPOINTS.overviewExport, { query: { org, table, from, until } })
}

export function changeTimer(org: string, body: TimerRequest): Promise<Timer> {
  return request(timer, ENDPOINTS.timers, { method: 'POST', query: { org }, body })
}
