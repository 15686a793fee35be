import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Logger, runOnce, type TaskList } from 'graphile-worker'
import pg from 'pg'
import { withClockOff } from '../world/determinism.ts'
import type { App, Inject, Product } from './product.ts'
import { untilDatabaseRests } from './statement-faults.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH'
  /** Path and query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

/** One process's worth of server. */
export interface Replica {
  /** How far its clock is from the database's. */
  skewMs: number
  handle(request: Request): Promise<Answer>
  /** What the timer of conflicts does every few seconds. */
  sweep(): Promise<number>
  /** What the clock does at night. */
  night(): Promise<void>
  /** Does the jobs that wait. */
  work(): Promise<void>
  close(): Promise<void>
}

export const AUTH_SECRET = 'simulated-simulated-simulated-simulated'
const ENVIRONMENT = {
  NODE_ENV: 'test',
  AUTH_SECRET,
  DEMO: '1',
  LOG_LEVEL: 'silent',
  PORT: '0',
  DATA_DIR: join(tmpdir(), 'dartwing-sim'),
}

const SILENT = new Logger(() => () => {})

/** The real application, without a socket of its own; what it would do by the wall's clock the world asks for. */
export async function startReplica(product: Product, databaseUrl: string): Promise<Replica> {
  const app = await product.createApp(product.readSettings({ ...ENVIRONMENT, DATABASE_URL: databaseUrl }))
  await app.get<{ onApplicationShutdown(): Promise<void> }>(product.tokens.JobRunner).onApplicationShutdown()
  const server = app.getHttpAdapter().getInstance()
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 3 })
  // A connection that is lost is what the world wants to see the server bear.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  const deadlines = app.get<{ sweep(): Promise<number> }>(product.tokens.DeadlinesJob)
  const lifecycle = app.get<{ ofServer(): Promise<void> }>(product.tokens.LifecycleJob)
  const { taskList } = app.get<{ taskList: TaskList }>(product.tokens.Jobs)
  const replica: Replica = {
    skewMs: 0,
    handle: (request) =>
      withClockOff(replica.skewMs, async () => {
        const answer = await handle(server, request)
        await untilDatabaseRests()
        return answer
      }),
    sweep: () => withClockOff(replica.skewMs, () => deadlines.sweep()),
    night: () => withClockOff(replica.skewMs, () => lifecycle.ofServer()),
    work: async () => {
      const { rows } = await pool.query('SELECT 1 FROM graphile_worker.jobs WHERE run_at <= now() LIMIT 1')
      if (rows.length === 0) return
      await runOnce({ pgPool: pool, concurrency: 1, noHandleSignals: true, logger: SILENT }, taskList)
      // The last job is crossed off after that: no fault meant for the next request may meet it.
      await untilDatabaseRests()
    },
    close: async () => {
      await pool.end()
      await close(app)
    },
  }
  return replica
}

async function handle(server: Inject, { method, url, headers, body }: Request): Promise<Answer> {
  const answer = await server.inject({
    method,
    url,
    headers,
    ...(body === undefined ? {} : { payload: body }),
  })
  const texts = Object.entries(answer.headers).map(([name, value]) => [name, String(value)])
  return { status: answer.statusCode, headers: Object.fromEntries(texts), body: answer.payload }
}

/** Its queue was ended before; ending it twice is the only thing that may go wrong here. */
async function close(app: App): Promise<void> {
  await app.close().catch(() => undefined)
}
