import pg from 'pg'

/**
 * The connections of the queue, which are the owner's. A database that goes away must not end the process:
 * a lost connection is reported, and the next one is new.
 */
export function queuePool(databaseUrl: string, max: number, report: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max })
  pool.on('error', report)
  pool.on('connect', (client) => void client.on('error', report))
  return pool
}
