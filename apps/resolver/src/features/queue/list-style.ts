import { useSyncExternalStore } from 'react'

/** `box`: drawn as it is scrolled, one stop for Tab. `simple`: plain links, page by page. Kept on this device. */
export type ListStyle = 'box' | 'simple'

const KEY = 'dartwing-queue-list'
const listeners = new Set<() => void>()

function read(): ListStyle {
  try {
    return localStorage.getItem(KEY) === 'simple' ? 'simple' : 'box'
  } catch {
    return 'box'
  }
}

let style = read()

export function chooseListStyle(next: ListStyle): void {
  style = next
  try {
    localStorage.setItem(KEY, next)
  } catch {
    // A device that keeps nothing still shows what was asked for.
  }
  for (const listener of listeners) listener()
}

export function useListStyle(): ListStyle {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => style,
  )
}
