/** One PostgreSQL for all, that forgets nothing it has confirmed: each contender has its own database on it. */
import { startThrowAwayPostgres } from '@dartwing/start/embedded-postgres'
import { Client } from 'pg'

export interface Arena {
  readonly pid: number
  makeDatabase(name: string): Promise<string>
  /** Writes out what is dirty, so that nobody pays for the turn before. */
  settle(): Promise<void>
  stop(): Promise<void>
}

/** The room that a database of this load has on a machine of its own. */
const SETTINGS = {
  shared_buffers: '1GB',
  max_wal_size: '4GB',
}

/** `counting` has it count what each statement costs, which itself costs something. */
export async function openArena({ counting }: { counting: boolean }): Promise<Arena> {
  const settings = counting ? { ...SETTINGS, shared_preload_libraries: 'pg_stat_statements' } : SETTINGS
  const server = await startThrowAwayPostgres({ durable: true, settings })
  await withClient(server.url, assertDurable)
  return {
    pid: server.pid,
    makeDatabase: async (name) => {
      await withClient(server.url, (client) => client.query(`CREATE DATABASE ${name}`))
      const url = new URL(server.url)
      url.pathname = `/${name}`
      return url.href
    },
    settle: async () => {
      await withClient(server.url, (client) => client.query('CHECKPOINT'))
    },
    stop: server.stop,
  }
}

export async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

async function assertDurable(client: Client): Promise<void> {
  const { rows } = await client.query<{ fsync: string; synchronous_commit: string }>(
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit`,
  )
  if (rows[0]?.fsync !== 'on' || rows[0].synchronous_commit !== 'on') {
    throw new Error('The database may forget what it has confirmed: nothing that is measured on it counts.')
  }
}
