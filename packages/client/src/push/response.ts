import { type ItemResult, type ItemStatus, readableResult } from '@dartwing/protocol'
import { type Announcement, announce } from '../conflicts/announce.ts'
import type { Driver } from '../local/driver.ts'
import type { DocumentKey } from '../local/queue.ts'
import { settle } from './settle.ts'

/** What one answered batch came to. */
export interface Settled {
  readonly results: readonly ItemResult[]
  readonly announcements: readonly Announcement[]
  readonly touched: readonly DocumentKey[]
}

/** Whether the item rests after this status. A complete Record: a new status must take a stand here. */
export const IS_TERMINAL: Record<ItemStatus, boolean> = {
  success: true,
  conflict: true,
  conflict_manual: true,
  rejected: true,
  retry: false,
}

/**
 * Reads the items one by one: an item this release does not understand (an unknown status word, say) keeps
 * its queue entry and costs its neighbours nothing.
 */
export function readResults(body: unknown): ItemResult[] | null {
  const results = property(property(body, 'message') ?? body, 'results')
  if (!Array.isArray(results)) return null
  return results.flatMap((item) => {
    const parsed = readableResult.safeParse(item)
    return parsed.success ? [parsed.data] : []
  })
}

/** Applies the answers in one transaction: after a crash either all of them are known, or all come again. */
export async function settleAll(driver: Driver, results: readonly ItemResult[]): Promise<Settled> {
  const touched: DocumentKey[] = []
  await driver.transaction(async (tx) => {
    for (const item of results) {
      const key = await settle(tx, item)
      if (key) touched.push(key)
    }
  })
  return { results, announcements: results.flatMap(tell), touched }
}

function tell(item: ItemResult): Announcement[] {
  return item.status === 'conflict' || item.status === 'conflict_manual' ? announce(item) : []
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
