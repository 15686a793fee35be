import { addressOf, ENDPOINTS, type ResolveResponse, resolveResponse } from '@dartwing/protocol'
import type { Attempt } from '../../../lib/draft/draft.ts'
import { request } from '../../../lib/http/request.ts'

/** Guarded by the pinned revision, repeatable by its key: sent twice it takes effect once. */
export function resolveConflict(
  org: string,
  id: string,
  revision: number,
  attempt: Attempt,
): Promise<ResolveResponse> {
  const body: unknown = JSON.parse(attempt.body)
  return request(resolveResponse, addressOf(ENDPOINTS.conflictResolve, { id }), {
    method: 'POST',
    query: { org },
    body,
    headers: { 'if-match': `"${revision}"`, 'idempotency-key': attempt.key },
  })
}
