import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Driver, Statements } from './driver.ts'
import { createSerial } from './serial.ts'

/**
 * SQLite of Node. WAL with `synchronous=FULL`: with NORMAL a power cut may take back a transaction the
 * person was already told is saved.
 */
export function openNodeDriver(path: string): Driver {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000')
  const direct = directStatements(database)
  const oneAtATime = createSerial()
  let isOpen = true
  return {
    exec: (sql) => oneAtATime(() => direct.exec(sql)),
    run: (sql, values) => oneAtATime(() => direct.run(sql, values)),
    all: (sql, values) => oneAtATime(() => direct.all(sql, values)),
    transaction: (work) => oneAtATime(() => inTransaction(direct, work)),
    close: () =>
      oneAtATime(async () => {
        if (isOpen) database.close()
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

function directStatements(database: DatabaseSync): Statements {
  const statementBySql = new Map<string, StatementSync>()
  const prepared = (sql: string): StatementSync => {
    const known = statementBySql.get(sql) ?? database.prepare(sql)
    statementBySql.set(sql, known)
    return known
  }
  return {
    exec: async (sql) => database.exec(sql),
    run: async (sql, values = []) => Number(prepared(sql).run(...values).changes),
    all: async (sql, values = []) => prepared(sql).all(...values),
  }
}
