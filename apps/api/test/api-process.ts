/** The server as it is deployed: an operating-system process of its own, that can be killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { freePort } from '@dartwing/start/free-port'
import type pg from 'pg'
import { vi } from 'vitest'
import { call, TEST_ENVIRONMENT } from './api-kit.ts'

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const FOLLOW = fileURLToPath(new URL('../../../tooling/start/process/follow-parent.ts', import.meta.url))

/** To start takes about three seconds of a processor, and a machine that runs all tests has few to give. */
const PATIENCE = { timeout: 60_000, interval: 20 }
/** For a test that starts servers again and again, or several: a minute is for those that start one. */
export const MANY_STARTS_MS = 180_000

export interface ApiProcess {
  readonly address: string
  /** SIGKILL, and its end. */
  kill(): Promise<void>
  /** SIGTERM, as a deployment does; the exit code, null when the signal ended it. */
  stop(): Promise<number | null>
  /** On the same port; resolves when it is ready. */
  start(): Promise<void>
  /** What it has written to its output so far, from all its starts. */
  log(): string
  /** Resolves once it answers that it can serve. */
  untilReady(): Promise<void>
}

export async function startApiProcess(
  databaseUrl: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ApiProcess> {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let log = ''
  const untilReady = async () => {
    const isOver = () => child?.exitCode ?? child?.signalCode ?? null
    const ready = vi.waitUntil(async () => isOver() !== null || isReady(address), PATIENCE)
    await ready.catch(() => {})
    if (isOver() === null && (await isReady(address))) return
    throw new Error(`${address} is not ready (${isOver() ?? 'running'}):\n${log.slice(-2000)}`)
  }
  const start = async () => {
    const place = { DATABASE_URL: databaseUrl, PORT: String(port) }
    const env = { ...process.env, ...TEST_ENVIRONMENT, ...environment, ...place }
    child = spawn(process.execPath, ['--import', FOLLOW, MAIN], { env, stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdin?.on('error', () => {})
    child.stdout?.on('data', (chunk: Buffer) => {
      log += chunk.toString()
    })
    await untilReady()
  }
  const end = async (signal: NodeJS.Signals) => {
    if (child === undefined) return null
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
    }
    return child.exitCode
  }
  const kill = () => end('SIGKILL').then(() => undefined)
  await start()
  return { address, kill, stop: () => end('SIGTERM'), start, log: () => log, untilReady }
}

async function isReady(address: string): Promise<boolean> {
  try {
    return (await call(address, null, '/health/ready')).status === 200
  } catch {
    return false
  }
}

/** Something that fails in the server: a table is elsewhere for as long as the work takes. */
export async function withoutTable<T>(sql: pg.Pool, table: string, work: () => Promise<T>): Promise<T> {
  await sql.query(`ALTER TABLE ${table} RENAME TO elsewhere`)
  try {
    return await work()
  } finally {
    await sql.query(`ALTER TABLE elsewhere RENAME TO ${table}`)
  }
}
