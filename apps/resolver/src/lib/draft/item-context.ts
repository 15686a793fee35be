import type { ConflictDetail } from '@dartwing/protocol'
import { createContext, use } from 'react'

/** The item as it was pinned: what is on the screen and what a commit speaks about. */
export interface ItemScope {
  readonly detail: ConflictDetail
  readonly zone: string
  /** What the server refused, by field. */
  readonly problems: Readonly<Record<string, string>>
  /** False while a commit is on its way, without permission, or when the item is closed. */
  readonly canDecide: boolean
}

export const ItemContext = createContext<ItemScope | null>(null)

export function useItem(): ItemScope {
  const scope = use(ItemContext)
  if (scope === null) throw new Error('There is no item here.')
  return scope
}
