import { Logger, runMigrations } from 'graphile-worker'
import { queuePool } from './queue-pool.ts'

/** Brings the queue's own schema up to date, as the owner; the library keeps its own record of it. */
export async function migrateQueue(databaseUrl: string): Promise<void> {
  // What goes wrong here is thrown by the migration itself.
  const pool = queuePool(databaseUrl, 1, () => undefined)
  try {
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) })
  } finally {
    await pool.end()
  }
}
