import {
  ENDPOINTS,
  type ItemResult,
  readableResult,
  type UpsertBatchRequest,
  upsertBatchResponse,
  wrapped,
} from '@dartwing/protocol'
import { randomId } from '../random-id.ts'
import { request } from './request.ts'

export type Operation = UpsertBatchRequest['operations'][number]

/** A page is a device like any other, for as long as it is open; a device belongs to one account. */
const devices = new Map<string, string>()

function deviceOf(email: string): string {
  const device = devices.get(email) ?? randomId()
  devices.set(email, device)
  return device
}

const answer = wrapped(upsertBatchResponse.extend({ results: readableResult.array() }))

/** One ordinary write, with rights, history and feed. Sent again with the same operation it still happens once. */
export async function write(org: string, email: string, operation: Operation): Promise<ItemResult> {
  const body: UpsertBatchRequest = {
    org,
    device_id: deviceOf(email),
    sync_id: randomId(),
    app_version: 'resolver',
    client_ts: new Date().toISOString(),
    operations: [operation],
  }
  const { message } = await request(answer, ENDPOINTS.upsertBatch, { method: 'POST', body })
  const [result] = message.results
  if (result === undefined) throw new Error('The server answered nothing about this change.')
  return result
}
