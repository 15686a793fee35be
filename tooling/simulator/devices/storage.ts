import type { Driver, Statements } from '@dartwing/client'

/** The phone died, or its disk is full, in the middle of a statement. */
export class StorageFault extends Error {}

/** What may be asked of a device's disk. */
export interface Storage extends Driver {
  /** The next but so many statements in a transaction fail: once (`full`), or this one and all later ones (`dead`). */
  failAfter(statements: number, how: 'full' | 'dead'): void
  /** Whether a fault that was asked for has struck. */
  readonly hasStruck: boolean
}

/** A driver whose statements may fail; what PostgreSQL or SQLite take back in that case is theirs to do. */
export function faultyStorage(driver: Driver): Storage {
  let left = -1
  let how: 'full' | 'dead' = 'full'
  let isDead = false
  let hasStruck = false
  const pass = () => {
    if (isDead) throw new StorageFault('the device is off')
    if (left < 0) return
    left -= 1
    if (left >= 0) return
    hasStruck = true
    isDead = how === 'dead'
    throw new StorageFault(how === 'dead' ? 'the device went off' : 'database or disk is full')
  }
  const guard = (statements: Statements): Statements => ({
    exec: async (sql) => {
      pass()
      await statements.exec(sql)
    },
    run: async (sql, values) => {
      pass()
      return statements.run(sql, values)
    },
    all: async (sql, values) => {
      pass()
      return statements.all(sql, values)
    },
  })
  return {
    ...guard(driver),
    transaction: (work) => driver.transaction((tx) => work(guard(tx))),
    close: () => driver.close(),
    failAfter: (statements, kind) => {
      left = statements
      how = kind
      hasStruck = false
    },
    get hasStruck() {
      return hasStruck
    },
  }
}
