import { addressOf, ENDPOINTS, historyPage } from '@dartwing/protocol'
import { queryOptions } from '@tanstack/react-query'
import { request } from '../../../lib/http/request.ts'

const ENTRIES = 100

/** How the form came to be what it is, the newest first. */
export function formHistoryOptions(org: string, doctype: string, name: string) {
  return queryOptions({
    queryKey: ['form-history', org, doctype, name],
    queryFn: ({ signal }) =>
      request(historyPage, addressOf(ENDPOINTS.documentHistory, { doctype, name }), {
        query: { org, limit: ENTRIES },
        signal,
      }),
  })
}
