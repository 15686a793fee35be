import { addressOf, ENDPOINTS, previewResponse, type ResolveRequest } from '@dartwing/protocol'
import { queryOptions } from '@tanstack/react-query'
import { request } from '../../../lib/http/request.ts'

/** A preview is a pure function of revision and answer, so it may be kept for as long as both stay the same. */
export function previewOptions(org: string, id: string, revision: number, answer: ResolveRequest) {
  return queryOptions({
    queryKey: ['preview', org, id, revision, answer],
    queryFn: ({ signal }) =>
      request(previewResponse, addressOf(ENDPOINTS.conflictPreview, { id }), {
        method: 'POST',
        query: { org },
        body: answer,
        headers: { 'if-match': `"${revision}"` },
        signal,
      }),
    staleTime: 30_000,
    retry: false,
  })
}
