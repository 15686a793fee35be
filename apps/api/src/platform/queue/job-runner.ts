import { setTimeout as delay } from 'node:timers/promises'
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common'
import { type Runner, run, Logger as WorkerLogger } from 'graphile-worker'
import type pg from 'pg'
import { SETTINGS, type Settings } from '../settings.ts'
import { Jobs } from './jobs.ts'
import { queuePool } from './queue-pool.ts'

const CONCURRENCY = 2
/** The workers, the connection that listens, and one for the clock. */
const CONNECTIONS = CONCURRENCY + 2
const RESTART_MS = 1_000
/** The library keeps the failure of its first look for jobs for ever: after so many in a row it starts afresh. */
const FAILURES_MAX = 5

/**
 * Gathered, if only for a moment: a job whose end is said by itself, while the database goes away, is a rejected
 * promise that nobody handles, and the end of the whole server.
 */
const REPORTING = { completeJobBatchDelay: 0, failJobBatchDelay: 0 }

/** Takes jobs and does them, from the start of the application to its end. */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('Jobs')
  readonly #stopping = new AbortController()
  readonly #pool: pg.Pool
  #running: Promise<void> = Promise.resolve()

  constructor(
    private readonly jobs: Jobs,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.#pool = queuePool(settings.DATABASE_URL, CONNECTIONS, (error) =>
      this.#log.error(`PostgreSQL: ${error.message}`),
    )
  }

  onApplicationBootstrap(): void {
    this.#running = this.#keepRunning()
  }

  /** Waits for the jobs that are being done. */
  async onApplicationShutdown(): Promise<void> {
    this.#stopping.abort()
    await this.#running
    await this.#pool.end()
  }

  /** The library comes back from lost connections; should it ever end by itself, it is started again. */
  async #keepRunning(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        await this.#runUntilStopped(await this.#start())
      } catch (error) {
        this.#log.error(error instanceof Error ? error.message : String(error))
      }
      await delay(RESTART_MS, undefined, { signal }).catch(() => undefined)
    }
  }

  async #start(): Promise<Runner> {
    return run(
      {
        pgPool: this.#pool,
        concurrency: CONCURRENCY,
        noHandleSignals: true,
        preset: { worker: REPORTING },
        logger: new WorkerLogger(() => (level, message) => {
          if (level === 'error' || level === 'warning')
            this.#log[level === 'error' ? 'error' : 'warn'](message)
        }),
      },
      this.jobs.taskList,
      this.jobs.cronItems,
    )
  }

  async #runUntilStopped(runner: Runner): Promise<void> {
    const { signal } = this.#stopping
    const stop = () => void runner.stop().catch(() => undefined)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
    let failures = 0
    runner.events.on('worker:getJob:error', () => {
      failures += 1
      if (failures === FAILURES_MAX) stop()
    })
    runner.events.on('worker:getJob:empty', () => {
      failures = 0
    })
    try {
      await runner.promise
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }
}
