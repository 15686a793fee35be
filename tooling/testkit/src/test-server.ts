import {
  startThrowAwayPostgres as startEmbedded,
  type ThrowAwayPostgres,
} from '@dartwing/start/embedded-postgres'

export interface TestServer {
  /** Of a role that may create databases and roles. */
  readonly url: string
  stop(): Promise<void>
}

/**
 * A PostgreSQL for one test run, whose data goes with it; it also stops when this process is killed.
 * `TEST_DATABASE_URL` names a server to use instead, of which only the databases made here are removed.
 * `durable` keeps fsync on, as the product demands of a server that it acknowledges writes from.
 */
export async function startThrowAwayPostgres(options?: { durable?: boolean }): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL
  if (given) return { url: given, stop: async () => {} }
  const server = await startEmbedded(options)
  return { url: server.url, stop: server.stop }
}

/** One that can be crashed and started again; never a server that somebody else named. Its commits are honest. */
export function startPostgresToCrash(): Promise<ThrowAwayPostgres> {
  return startEmbedded({ durable: true })
}
