import {
  addressOf,
  type ClaimRequest,
  type ClaimResponse,
  claimResponse,
  ENDPOINTS,
} from '@dartwing/protocol'
import { request } from '../../../lib/http/request.ts'

export function claim(org: string, id: string, body: ClaimRequest): Promise<ClaimResponse> {
  return request(claimResponse, addressOf(ENDPOINTS.conflictClaim, { id }), {
    method: 'POST',
    query: { org },
    body,
  })
}

export function release(org: string, id: string, page: string): Promise<ClaimResponse> {
  return request(claimResponse, addressOf(ENDPOINTS.conflictRelease, { id }), {
    method: 'POST',
    query: { org },
    body: { page },
  })
}
