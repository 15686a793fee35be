/** A person's device as far as the wire can tell: it signs in, sends what it has, and reads to the end. */
import { randomUUID } from 'node:crypto'
import { ENDPOINTS, type FeedPage, type ItemResult } from '@dartwing/protocol'
import { openLine } from '../contenders/http.ts'
import { ORG } from '../work/tickets.ts'
import type { Change } from './change.ts'

export interface Device {
  readonly id: string
  /** Sends in batches, in order; everything must be settled by the answers. */
  push(changes: readonly Change[]): Promise<ItemResult[]>
  /** Reads from where it was to the end; how many rows came. */
  pull(): Promise<number>
  close(): void
}

const BATCH = 100
const SETTLED = new Set(['success', 'conflict', 'conflict_manual'])

export async function connect(address: string, email: string): Promise<Device> {
  const line = openLine(address)
  const credentials = Buffer.from(JSON.stringify({ email, password: 'demo' }))
  const session: { access_token: string } = JSON.parse(
    (await line.post(ENDPOINTS.login, credentials)).toString(),
  )
  line.headers = { authorization: `Bearer ${session.access_token}` }
  const id = randomUUID()
  let since: string | null = null

  const send = async (operations: readonly Change[], sync_id: string): Promise<ItemResult[]> => {
    const client_ts = new Date().toISOString()
    const batch = { org: ORG, device_id: id, sync_id, app_version: 'bench', client_ts, operations }
    const answer = await line.post(ENDPOINTS.upsertBatch, Buffer.from(JSON.stringify(batch)))
    const { message }: { message: { results: ItemResult[] } } = JSON.parse(answer.toString())
    const strange = message.results.find(({ status }) => !SETTLED.has(status))
    if (strange !== undefined)
      throw new Error(`${email}: unexpected ${JSON.stringify(strange).slice(0, 1000)}`)
    return message.results
  }

  return {
    id,
    push: async (changes) => {
      const results: ItemResult[] = []
      const sync_id = randomUUID()
      for (let sent = 0; sent < changes.length; sent += BATCH) {
        results.push(...(await send(changes.slice(sent, sent + BATCH), sync_id)))
      }
      return results
    },
    pull: async () => {
      for (let rows = 0; ; ) {
        const query = { org: ORG, limit: '500', device_id: id, ...(since === null ? {} : { since }) }
        const answer = await line.get(`${ENDPOINTS.feed}?${new URLSearchParams(query)}`)
        const { message }: { message: FeedPage } = JSON.parse(answer.toString())
        rows += message.rows.length
        since = message.next_since
        if (!message.has_more) return rows
      }
    },
    close: line.close,
  }
}
