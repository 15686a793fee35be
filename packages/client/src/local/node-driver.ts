import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Driver, Statements } from './driver.ts'
import { serialDriver } from './serial.ts'

/**
 * SQLite of Node. WAL with `synchronous=FULL`: with NORMAL a power cut may take back a transaction the
 * person was already told is saved.
 */
export function openNodeDriver(path: string): Driver {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000')
  const driver = serialDriver(directStatements(database), () => database.close())
  return { ...driver, persisted: async () => path !== ':memory:' && path !== '' }
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
