import { createStore, type UseStore } from 'idb-keyval'

/** A browser's store answers in milliseconds; one that hangs is as good as none. */
const PATIENCE_MS = 2_000

/** A database of its own for each kind of thing that is kept; null where the browser has none. */
export function keptStore(name: string): UseStore | null {
  if (typeof indexedDB === 'undefined') return null
  const store = createStore(`dartwing-${name}`, name)
  return (mode, use) => inTime(store(mode, use))
}

function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The store does not answer.')), PATIENCE_MS)
    void work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
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
