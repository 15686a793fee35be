import pLimit from 'p-limit'
import pg from 'pg'

const CHANNEL = 'dartwing_commits'
/** Held by every process that listens. Any constant will do, as long as every process takes the same one. */
const PRESENCE = 728_341_903
/** PostgreSQL answers these at once, or the connection is dead without anybody having said so. */
const ANSWER_MS_MAX = 5_000

/** One connection on which a process hears the others and speaks to them. It does not come back when it is lost. */
export interface Line {
  readonly lost: Promise<void>
  say(payloads: readonly string[]): Promise<void>
  /** Does any other process of this database listen? */
  isAccompanied(): Promise<boolean>
  close(): void
}

export async function openLine(
  databaseUrl: string,
  hear: (payload: string) => void,
  report: (error: Error) => void,
): Promise<Line> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    keepAlive: true,
    connectionTimeoutMillis: ANSWER_MS_MAX,
    query_timeout: ANSWER_MS_MAX,
  })
  // A database that goes away must not end the process.
  client.on('error', report)
  client.on('notification', ({ channel, payload }) => {
    if (channel === CHANNEL && payload !== undefined) hear(payload)
  })
  const lost = new Promise<void>((resolve) => client.once('end', resolve))
  const oneAtATime = pLimit(1)
  const close = () => void client.end().catch(() => undefined)
  try {
    await client.connect()
    await client.query('SELECT pg_advisory_lock_shared($1)', [PRESENCE])
    await client.query(`LISTEN ${CHANNEL}`)
  } catch (error) {
    close()
    throw error
  }
  return {
    lost,
    close,
    say: (payloads) => oneAtATime(() => say(client, payloads)),
    isAccompanied: () => oneAtATime(() => countProcesses(client)).then((processes) => processes > 1),
  }
}

async function say(client: pg.Client, payloads: readonly string[]): Promise<void> {
  await client.query('SELECT pg_notify($1, said) FROM unnest($2::text[]) AS said', [CHANNEL, payloads])
}

async function countProcesses(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ processes: number }>(
    `SELECT count(*)::integer AS processes FROM pg_locks l
     JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
     WHERE l.locktype = 'advisory' AND l.classid = 0 AND l.objid = $1 AND l.granted`,
    [PRESENCE],
  )
  return rows[0]?.processes ?? 1
}
