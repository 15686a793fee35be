import type { ConflictList } from '@dartwing/protocol'
import { createContext, use } from 'react'

/** What the item beside the queue needs of it: the order, to go on to the next. */
export interface QueueOrder {
  readonly ids: readonly string[]
  readonly counts: ConflictList['counts'] | null
}

export const QueueContext = createContext<QueueOrder>({ ids: [], counts: null })

export function useQueueOrder(): QueueOrder {
  return use(QueueContext)
}

/** The one after this; after the last, the first that still waits. */
export function nextAfter(ids: readonly string[], id: string, step: 1 | -1 = 1): string | null {
  const rest = ids.filter((other) => other !== id)
  const here = ids.indexOf(id)
  if (here < 0) return rest[0] ?? null
  const there = ids[here + step]
  return there ?? (step === 1 ? (rest[0] ?? null) : null)
}
