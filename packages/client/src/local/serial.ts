import type { Driver, Statements } from './driver.ts'

/** Runs one piece of work at a time, in the order asked for. A failure is its caller's and stops nobody else. */
export type Serial = <T>(work: () => Promise<T>) => Promise<T>

export function createSerial(): Serial {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work)
    last = next.catch(() => undefined)
    return next
  }
}

/** Makes a driver of one connection: one piece of work at a time, and a transaction is one piece. */
export function serialDriver(direct: Statements, closeDatabase: () => void): Driver {
  const oneAtATime = createSerial()
  let isOpen = true
  return {
    exec: (sql) => oneAtATime(() => direct.exec(sql)),
    run: (sql, values) => oneAtATime(() => direct.run(sql, values)),
    all: (sql, values) => oneAtATime(() => direct.all(sql, values)),
    transaction: (work) => oneAtATime(() => inTransaction(direct, work)),
    close: () =>
      oneAtATime(async () => {
        if (isOpen) closeDatabase()
        isOpen = false
      }),
  }
}

async function inTransaction<T>(direct: Statements, work: (tx: Statements) => Promise<T>): Promise<T> {
  await direct.exec('BEGIN IMMEDIATE')
  try {
    const result = await work(direct)
    await direct.exec('COMMIT')
    return result
  } catch (error) {
    await direct.exec('ROLLBACK')
    throw error
  }
}
