import { useSyncExternalStore } from 'react'

/** Letters that act by themselves get in the way of some people and some voices: they can be switched off. */
const KEY = 'dartwing-single-keys'
const listeners = new Set<() => void>()

function read(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off'
  } catch {
    return true
  }
}

let on = read()

export const singleKeysAreOn = (): boolean => on

export function switchSingleKeys(next: boolean): void {
  on = next
  try {
    localStorage.setItem(KEY, next ? 'on' : 'off')
  } catch {
    // A device that keeps nothing still does what was asked for, until the page is left.
  }
  for (const listener of listeners) listener()
}

export function useSingleKeys(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => on,
  )
}
