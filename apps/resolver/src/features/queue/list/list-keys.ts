import type { KeyboardEvent } from 'react'
import { moveBy, readCursor, toggle } from '../cursor/cursor-store.ts'
import type { QueueRow } from '../steady-rows.ts'

const PAGE = 5

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE,
  PageUp: -PAGE,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/** What a list box answers to by itself, also when single letters are switched off. */
export function onListKey(
  event: KeyboardEvent,
  rows: readonly QueueRow[],
  onOpen: (id: string, inNewTab: boolean) => void,
): void {
  if (event.defaultPrevented || event.altKey) return
  const step = STEPS[event.key]
  const { active } = readCursor()
  if (step !== undefined) {
    event.preventDefault()
    if (active === null || Number.isFinite(step)) moveBy(step)
    // Infinity has no place among indices: as far as there are rows.
    else moveBy(Math.sign(step) * rows.length)
  } else if (event.key === ' ') {
    event.preventDefault()
    toggle()
  } else if (event.key === 'Enter' && active !== null) {
    event.preventDefault()
    onOpen(active, event.metaKey || event.ctrlKey)
  }
}
