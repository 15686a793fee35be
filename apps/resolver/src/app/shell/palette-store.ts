import { useSyncExternalStore } from 'react'

/** Which overlay of the shell is open. Both are loaded when they are first asked for. */
type Overlay = 'palette' | 'help' | null

let overlay: Overlay = null
const listeners = new Set<() => void>()

export const openPalette = (): void => set('palette')
export const openHelp = (): void => set('help')
export const closeOverlay = (): void => set(null)

export function useOverlay(): Overlay {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => overlay,
  )
}

function set(next: Overlay): void {
  overlay = next
  for (const listener of listeners) listener()
}
