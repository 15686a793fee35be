import { createStore, type UseStore } from 'idb-keyval'

/** A database of its own for each kind of thing that is kept; null where the browser has none. */
export function keptStore(name: string): UseStore | null {
  return typeof indexedDB === 'undefined' ? null : createStore(`dartwing-${name}`, name)
}

/** A closed or full store costs that something survives, never the work itself. */
export function orNothing<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch(() => undefined)
}

/** Whose it is. */
export interface Owner {
  readonly org: string
  readonly email: string
}
