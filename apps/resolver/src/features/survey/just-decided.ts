import { useSyncExternalStore } from 'react'

let conflictId: string | null = null
const listeners = new Set<() => void>()

/** A decision that has just been made: the one that a person may be asked about. The first of a row stays. */
export function noteDecision(id: string): void {
  conflictId ??= id
  tell()
}

export function forgetDecision(): void {
  conflictId = null
  tell()
}

export function useJustDecided(): string | null {
  return useSyncExternalStore(subscribe, () => conflictId)
}

function tell(): void {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
