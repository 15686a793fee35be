import { addressOf, documentVersion, ENDPOINTS, historyPage } from '@dartwing/protocol'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request } from '../../../lib/http/request.ts'

export interface RecordKey {
  readonly doctype: string
  readonly name: string
}

const PAGE = 25

export function recordHistoryOptions(org: string, { doctype, name }: RecordKey) {
  return infiniteQueryOptions({
    queryKey: ['record-history', org, doctype, name],
    networkMode: 'always',
    queryFn: ({ pageParam, signal }) =>
      request(historyPage, addressOf(ENDPOINTS.documentHistory, { doctype, name }), {
        query: { org, cursor: pageParam, limit: PAGE },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })
}

/** What was, never changes. */
export function versionOptions(org: string, { doctype, name }: RecordKey, version: number) {
  return queryOptions({
    queryKey: ['record-version', org, doctype, name, version],
    networkMode: 'always',
    queryFn: ({ signal }) =>
      request(
        documentVersion,
        addressOf(ENDPOINTS.documentVersion, { doctype, name, version: `${version}` }),
        {
          query: { org },
          signal,
        },
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })
}
