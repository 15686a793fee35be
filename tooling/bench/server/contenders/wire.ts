/** What real and bare server have in common on the wire. */
import { randomUUID } from 'node:crypto'
import { type Operation, ORG } from '../work/tickets.ts'

export const PAGE_ROWS = 500
const FIRST_FIELD = Buffer.from('"doctype":')

/** A batch as it goes over the wire. */
export function toBatch(device: string, operations: readonly Operation[]): Buffer {
  const envelope = { org: ORG, device_id: device, sync_id: randomUUID(), app_version: 'bench' }
  return Buffer.from(JSON.stringify({ ...envelope, client_ts: new Date().toISOString(), operations }))
}

/** How many rows a page has, without reading them: no ticket has such a field. */
export function rowsIn(page: Buffer): number {
  let count = 0
  for (let at = page.indexOf(FIRST_FIELD); at !== -1; at = page.indexOf(FIRST_FIELD, at + 1)) count++
  return count
}
