import {
  addressOf,
  branchList,
  documentVersion,
  ENDPOINTS,
  type HistoryPage,
  historyPage,
} from '@dartwing/protocol'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request } from '../../../lib/http/request.ts'

export interface DocumentKey {
  readonly doctype: string
  readonly name: string
}

export function branchesOptions(org: string, { doctype, name }: DocumentKey) {
  return queryOptions({
    queryKey: ['branches', org, doctype, name],
    queryFn: ({ signal }) =>
      request(branchList, addressOf(ENDPOINTS.documentBranches, { doctype, name }), {
        query: { org },
        signal,
      }),
  })
}

/** What somebody has stored never changes: it is asked for once. */
export function contentOptions(org: string, { doctype, name }: DocumentKey, version: number) {
  return queryOptions({
    queryKey: ['content', org, doctype, name, version],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      request(
        documentVersion,
        addressOf(ENDPOINTS.documentVersion, { doctype, name, version: String(version) }),
        { query: { org }, signal },
      ),
  })
}

const PAGE = 25

/** The versions before the current one, the newest first. */
export function versionsOptions(org: string, { doctype, name }: DocumentKey, current: number) {
  return infiniteQueryOptions({
    queryKey: ['versions', org, doctype, name, current],
    queryFn: ({ pageParam, signal }): Promise<HistoryPage> =>
      request(historyPage, addressOf(ENDPOINTS.documentHistory, { doctype, name }), {
        query: { org, cursor: pageParam, limit: PAGE },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })
}
