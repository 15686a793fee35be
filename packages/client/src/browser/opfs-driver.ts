import openSqlite, { type Database, type SAHPoolUtil, type Sqlite3Static } from '@sqlite.org/sqlite-wasm'
import { ClientError } from '../client-error.ts'
import type { Driver, SqlValue, Statements } from '../local/driver.ts'
import { serialDriver } from '../local/serial.ts'
import { placeOf } from './messages.ts'
import type { BrowserClientOptions } from './options.ts'

/** The files of a tab that has just died are let go a moment after its lock. */
const HANDOVER_LIMIT_MS = 10_000
const HANDOVER_PAUSE_MS = 50

/** SQLite as WebAssembly on files of the origin. Only in a dedicated worker: nowhere else may files be written so. */
export async function openBrowserDriver(options: BrowserClientOptions): Promise<Driver> {
  const sqlite = await openSqlite()
  const pool = await openPool(sqlite, placeOf(options.database))
  if (pool) {
    const database = new pool.OpfsSAHPoolDb('/device.sqlite')
    // The pool has no shared memory, so no WAL; a truncated journal is synchronised too, a deleted one is not.
    database.exec('PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL')
    const driver = serialDriver(directStatements(database), () => {
      database.close()
      pool.pauseVfs()
    })
    // What the browser may throw away when the disk is full does not count.
    return { ...driver, persisted: () => navigator.storage.persisted() }
  }
  if (options.storage !== 'memory') {
    throw new ClientError('no_storage', 'This browser keeps no files for this page: is it a private window?')
  }
  const database = new sqlite.oo1.DB(':memory:')
  const driver = serialDriver(directStatements(database), () => database.close())
  return { ...driver, persisted: async () => false }
}

async function openPool(sqlite: Sqlite3Static, name: string): Promise<SAHPoolUtil | null> {
  if (!(await hasFiles())) return null
  const settings = {
    name,
    directory: `/${name}`,
    initialCapacity: 6,
    // Without it a failed start deletes the files, and with them the queue.
    preserveOnInitFailure: true,
    forceReinitIfPreviouslyFailed: true,
  }
  const until = Date.now() + HANDOVER_LIMIT_MS
  for (;;) {
    try {
      return await sqlite.installOpfsSAHPoolVfs(settings)
    } catch (error) {
      if (!isStillHeld(error) || Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, HANDOVER_PAUSE_MS))
    }
  }
}

async function hasFiles(): Promise<boolean> {
  if (!('createSyncAccessHandle' in (globalThis.FileSystemFileHandle?.prototype ?? {}))) return false
  try {
    await navigator.storage.getDirectory()
    return true
  } catch {
    return false
  }
}

function isStillHeld(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NoModificationAllowedError'
}

function directStatements(database: Database): Statements {
  const bound = (values: readonly SqlValue[]) => (values.length === 0 ? undefined : [...values])
  return {
    exec: async (sql) => void database.exec(sql),
    run: async (sql, values = []) => {
      database.exec({ sql, bind: bound(values) })
      return database.changes()
    },
    all: async (sql, values = []) => database.selectObjects(sql, bound(values)),
  }
}
