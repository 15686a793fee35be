import { ENDPOINTS, type Invitation, invitation } from '@dartwing/protocol'
import { queryOptions } from '@tanstack/react-query'
import { request } from '../../../lib/http/request.ts'

/** The token travels in the body: an address ends up in logs and histories. */
export function invitationOptions(token: string) {
  return queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }): Promise<Invitation> =>
      request(invitation, ENDPOINTS.invitation, { method: 'POST', body: { token }, signal }),
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
}
