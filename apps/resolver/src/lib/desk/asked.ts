import type { ConflictSummary } from '@dartwing/protocol'
import { useSyncExternalStore } from 'react'

/** What the dialogs of the desk need to know of an item. */
export type AskedItem = Pick<
  ConflictSummary,
  'id' | 'kind' | 'doctype' | 'title' | 'revision' | 'assignee' | 'fields'
>

/** A dialog of the desk that somebody asked for, and about which items: from the queue, an item, a key or the palette. */
export interface Asked {
  readonly dialog: 'reassign' | 'extend' | 'bulk'
  readonly items: readonly AskedItem[]
}

let asked: Asked | null = null
const listeners = new Set<() => void>()

/** About nothing there is no dialog. */
export function askDesk(dialog: Asked['dialog'], items: readonly AskedItem[]): void {
  if (items.length > 0) put({ dialog, items })
}

export const closeAsked = (): void => put(null)

export function useAsked(): Asked | null {
  return useSyncExternalStore(subscribe, () => asked)
}

function put(next: Asked | null): void {
  asked = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
