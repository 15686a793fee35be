import { clear } from 'idb-keyval'
import { keptStore, orNothing } from './kept-store.ts'

const STORES = ['drafts', 'outbox', 'copies'] as const

/** Nothing of a person stays on the device they leave: what they began, what waits to be sent, what they read. */
export async function wipeDevice(names: readonly (typeof STORES)[number][] = STORES): Promise<void> {
  const stores = names.map(keptStore)
  await Promise.all(stores.map((store) => (store === null ? null : orNothing(clear(store)))))
}
