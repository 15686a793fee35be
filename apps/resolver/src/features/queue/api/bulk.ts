import {
  BULK_ITEMS_MAX,
  type BulkItem,
  type BulkRequest,
  type BulkResult,
  bulkResponse,
  ENDPOINTS,
} from '@dartwing/protocol'
import { request } from '../../../lib/http/request.ts'
import { inPacks } from '../bulk/like-this.ts'

/** Results in the order of the items; a list longer than one call may be is sent in several. */
export async function bulk(
  org: string,
  mode: BulkRequest['mode'],
  items: readonly BulkItem[],
  onPack: (results: readonly BulkResult[]) => void = nothing,
): Promise<readonly BulkResult[]> {
  const all: BulkResult[] = []
  for (const pack of inPacks(items, BULK_ITEMS_MAX)) {
    const { results } = await request(bulkResponse, ENDPOINTS.conflictsBulk, {
      method: 'POST',
      query: { org },
      body: { mode, items: pack } satisfies BulkRequest,
    })
    all.push(...results)
    onPack(results)
  }
  return all
}

function nothing(): void {
  // Whoever only wants the end waits for it.
}
