import { findEmbeddedPostgres } from '@dartwing/start/embedded-postgres'
import { Client } from 'pg'

/** One statement as the database's owner, on the product that runs with this data: what no call can do, like moving time. */
export async function asOwner(dataDir: string, sql: string, values: readonly unknown[]): Promise<void> {
  const connectionString = findEmbeddedPostgres({ dataDir })
  if (connectionString === undefined) throw new Error(`No database runs on ${dataDir}.`)
  const client = new Client({ connectionString })
  await client.connect()
  try {
    await client.query(sql, [...values])
  } finally {
    await client.end()
  }
}
