import type { ConflictSummary, TimerPause } from '@dartwing/protocol'

/** As the list has it: what is told live does not say whether a timer stands still. */
export type QueueItem = ConflictSummary & { readonly paused?: TimerPause | null }

export interface QueueRow {
  readonly item: QueueItem
  /** It has left this view since the list was shown: settled by someone, or by the deadline. */
  readonly gone: boolean
}

export interface SteadyRows {
  readonly rows: readonly QueueRow[]
  /** New items that would push rows down: they wait until the reader asks for them. */
  readonly waiting: number
}

/**
 * Fresh data without a jump under the cursor: rows stay where they are and are updated in place, what has gone is
 * marked, what belongs below is added below, what belongs between waits.
 */
export function steadyRows(
  shown: readonly QueueItem[],
  fresh: readonly QueueItem[],
  /** What became of items that are not in the list any more, as it was told live. */
  told: ReadonlyMap<string, ConflictSummary> = new Map(),
): SteadyRows {
  const byId = new Map(fresh.map((item) => [item.id, item]))
  const shownIds = new Set(shown.map((item) => item.id))
  const rows = shown.map((item): QueueRow => {
    const now = byId.get(item.id)
    return now === undefined ? { item: told.get(item.id) ?? item, gone: true } : { item: now, gone: false }
  })
  const lastShared = fresh.findLastIndex((item) => shownIds.has(item.id))
  const below = fresh.slice(lastShared + 1).filter((item) => !shownIds.has(item.id))
  const between = fresh.slice(0, lastShared + 1).filter((item) => !shownIds.has(item.id))
  // With nothing shared there is no cursor to protect, but what was on the screen must not vanish unexplained.
  if (lastShared < 0 && shown.length > 0) return { rows, waiting: fresh.length }
  return { rows: [...rows, ...below.map((item) => ({ item, gone: false }))], waiting: between.length }
}
