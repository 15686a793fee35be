import { clear } from 'idb-keyval'
import { keptStore, orNothing } from './kept-store.ts'

/** Nothing of a person stays on the device they leave: what they began, what waits to be sent, what they read. */
export async function wipeDevice(): Promise<void> {
  const stores = ['drafts', 'outbox', 'copies'].map(keptStore)
  await Promise.all(stores.map((store) => (store === null ? null : orNothing(clear(store)))))
}
