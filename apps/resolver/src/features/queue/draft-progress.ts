import { useSyncExternalStore } from 'react'
import { type DraftOwner, readDraft } from '../../lib/draft/kept-drafts.ts'

/** How far someone has come with an item they left: read from the kept drafts, a few rows at a time. */
export interface DraftProgress {
  readonly decided: number
  readonly of: number
}

let known: ReadonlyMap<string, DraftProgress> = new Map()
const listeners = new Set<() => void>()

export function useDraftProgress(id: string): DraftProgress | null {
  return useSyncExternalStore(subscribe, () => known.get(id) ?? null)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** To be asked again whenever somebody comes back to the list. */
export async function readProgress(owner: DraftOwner, ids: readonly string[]): Promise<void> {
  const kept = await Promise.all(ids.map((id) => readDraft(owner, id)))
  const read = new Map<string, DraftProgress>()
  for (const entry of kept) {
    if (entry === null) continue
    const { conflict, picks, waiting, overrides, verdict } = entry.draft
    const of = waiting + overrides.length
    const decided = Object.keys(picks).length
    if (decided > 0) read.set(conflict, { decided, of: Math.max(of, decided) })
    else if (verdict !== null) read.set(conflict, { decided: 1, of: 1 })
  }
  known = read
  for (const listener of listeners) listener()
}
