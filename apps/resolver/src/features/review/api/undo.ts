import {
  addressOf,
  type ConflictDetail,
  ENDPOINTS,
  type ResolveResponse,
  resolveResponse,
} from '@dartwing/protocol'
import { request } from '../../../lib/http/request.ts'

/** Guarded and repeatable like a decision: what was decided anew in the meantime is not taken back. */
export function undoConflict(
  org: string,
  { id, revision }: Pick<ConflictDetail, 'id' | 'revision'>,
  key: string,
): Promise<ResolveResponse> {
  return request(resolveResponse, addressOf(ENDPOINTS.conflictUndo, { id }), {
    method: 'POST',
    query: { org },
    body: {},
    headers: { 'if-match': `"${revision}"`, 'idempotency-key': key },
  })
}
