import { useSyncExternalStore } from 'react'

/** Which item this person has begun to decide: others are shown it. Set by the item, said to the server by the desk. */
let deciding: string | null = null
const listeners = new Set<() => void>()

export function setDeciding(id: string, isDeciding: boolean): void {
  const next = isDeciding ? id : deciding === id ? null : deciding
  if (next === deciding) return
  deciding = next
  for (const listener of listeners) listener()
}

export function useIsDeciding(id: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => deciding === id,
  )
}
