import { ENDPOINTS, type PasswordRequest } from '@dartwing/protocol'
import { request } from '../../../lib/http/request.ts'

/** That it was done is the whole answer. */
const anything = { parse: (): null => null }

export function changePassword(body: PasswordRequest): Promise<null> {
  return request(anything, ENDPOINTS.password, { method: 'POST', body })
}
