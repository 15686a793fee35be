import { createContext, use, useSyncExternalStore } from 'react'
import { type Draft, type DraftEvent, reduceDraft } from './draft.ts'

/**
 * The draft outside React: a field subscribes to its own pick, so that choosing one of 150 fields paints one field.
 */
export interface DraftStore {
  get(): Draft
  dispatch(event: DraftEvent): void
  subscribe(listener: () => void): () => void
}

export function createDraftStore(initial: Draft): DraftStore {
  let draft = initial
  const listeners = new Set<() => void>()
  return {
    get: () => draft,
    dispatch(event) {
      const next = reduceDraft(draft, event)
      if (next === draft) return
      draft = next
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export const DraftContext = createContext<DraftStore | null>(null)

export function useDraftStore(): DraftStore {
  const store = use(DraftContext)
  if (store === null) throw new Error('There is no draft here.')
  return store
}

/** `select` must return a part of the draft (or a primitive), never a new object. */
export function useDraft<T>(select: (draft: Draft) => T): T {
  const store = useDraftStore()
  const read = (): T => select(store.get())
  return useSyncExternalStore(store.subscribe, read, read)
}
