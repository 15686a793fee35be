import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { type RunningPostgres, startEmbeddedPostgres } from '../embedded-postgres.ts'
import { isAlive } from '../postgres/process-identity.ts'
import type { Settings } from './settings.ts'

export interface Database {
  readonly url: string
  readonly embedded: boolean
  readonly words: string
  /** Resolves when an embedded server has ended by itself; one that is not ours is watched by its owner. */
  ended(signal: AbortSignal): Promise<void>
  stop(): Promise<void>
}

const MAJOR_MIN = 15
const WATCH_MS = 1000

export async function openDatabase(settings: Settings): Promise<Database> {
  if (settings.databaseUrl === undefined) return fromEmbedded(await startEmbeddedPostgres(settings))
  const where = withoutPassword(settings.databaseUrl)
  const version = await versionOf(settings.databaseUrl, where)
  if (version < MAJOR_MIN * 10_000) {
    throw new Error(
      `${where} is PostgreSQL ${Math.floor(version / 10_000)}; ${MAJOR_MIN} or newer is needed.`,
    )
  }
  const ended = () => new Promise<void>(() => {})
  return { url: settings.databaseUrl, embedded: false, words: `yours: ${where}`, ended, stop: async () => {} }
}

/** One connection for a few questions. */
export async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

function fromEmbedded(server: RunningPostgres): Database {
  const taken = server.adopted ? ', left running by a start that was killed' : ''
  return {
    url: server.url,
    embedded: true,
    words: `embedded, on port ${server.port}${taken}`,
    ended: (signal) => untilGone(server.pid, signal),
    stop: server.stop,
  }
}

/** A server that was adopted is no child of ours, so nothing tells us of its end: look. */
async function untilGone(pid: number, signal: AbortSignal): Promise<void> {
  while (isAlive(pid) && !signal.aborted) await pause(WATCH_MS, undefined, { signal, ref: false })
}

async function versionOf(url: string, where: string): Promise<number> {
  try {
    return await withClient(url, async (client) => {
      const { rows } = await client.query("SELECT current_setting('server_version_num')::int AS version")
      return Number(rows[0].version)
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error)
    throw new Error(
      `The database ${where} cannot be used: ${reason}\n` +
        'Check DATABASE_URL, or leave it away to use the embedded PostgreSQL.',
    )
  }
}

function withoutPassword(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
