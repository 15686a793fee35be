import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../process/free-port.ts'
import { runAs, type ServerAccount } from './account.ts'
import type { Binaries } from './binaries.ts'
import { childrenOf, isAlive, isListed, waitForEnd } from './process-identity.ts'

export interface Server {
  readonly pid: number
  readonly port: number
}

export interface ServerOptions {
  readonly binaries: Binaries
  readonly account: ServerAccount | undefined
  /** `false` gives up safety against a power cut for speed: only for data that is thrown away. */
  readonly durable: boolean
  /** Settings of this one server, before all others. */
  readonly settings?: Readonly<Record<string, string>> | undefined
  readonly onSpawn?: (pid: number) => void
  /** Without it, a free one. */
  readonly port?: number
}

/**
 * Another program may have taken the port between the question and the start; and of a server that was
 * killed, some processes may still hold its memory for a moment.
 */
const PASSING = /could not bind|Address already in use|pre-existing shared memory block/i
const ATTEMPTS_MAX = 10

const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 30_000

const ALWAYS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_wal_size: '512MB',
  min_wal_size: '80MB',
}

const THROW_AWAY = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum_naptime: '10s',
}

/** Starts the server on a free port, in its own session, so that a Ctrl-C does not reach it first. */
export async function startServer(place: string, options: ServerOptions): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort())
    const outcome = await tryStart(place, port, options)
    if ('pid' in outcome) return { pid: outcome.pid, port }
    if (attempt < ATTEMPTS_MAX && PASSING.test(outcome.said)) {
      await pause(100 * attempt)
      continue
    }
    throw new Error(`PostgreSQL did not start on ${join(place, 'data')}:\n${outcome.said}`)
  }
}

/** Fast shutdown: open transactions are rolled back, and what was committed is on disk. */
export async function stopServer(pid: number): Promise<void> {
  signal(pid, 'SIGINT')
  if (await waitForEnd(pid, STOP_TIMEOUT_MS)) return
  signal(pid, 'SIGQUIT')
  if (await waitForEnd(pid, STOP_TIMEOUT_MS)) return
  throw new Error(`PostgreSQL (process ${pid}) does not stop.`)
}

/** SIGKILL for the server and everything it has started: nothing is written any more. */
export async function crashServer(pid: number): Promise<void> {
  const family = [pid, ...childrenOf(pid)]
  for (const member of family) signal(member, 'SIGKILL')
  for (const member of family) {
    if (!(await waitForEnd(member, STOP_TIMEOUT_MS))) throw new Error(`Process ${member} does not end.`)
  }
  // PostgreSQL takes the entry of a dead process that nobody has collected yet for a running one.
  while (isListed(pid)) await pause(10)
}

/** The lines of postmaster.pid: the server's own statement of its process, port and state. */
export function readServerFile(place: string): { pid: number; port: number; status: string } | undefined {
  try {
    const lines = readFileSync(join(place, 'data', 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() }
  } catch {
    return undefined
  }
}

async function tryStart(
  place: string,
  port: number,
  options: ServerOptions,
): Promise<{ pid: number } | { said: string }> {
  const log = join(place, 'server.log')
  const settings = {
    ...ALWAYS,
    ...(options.durable ? {} : THROW_AWAY),
    ...options.settings,
    port: String(port),
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const output = openSync(log, 'w', 0o600)
  const child = spawn(options.binaries.postgres, ['-D', join(place, 'data'), ...args], {
    ...runAs(options.account),
    cwd: '/',
    detached: true,
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  let failure: string | undefined
  child.on('error', (error) => {
    failure = error.message
  })
  child.on('exit', () => {
    failure ??= lastLines(log)
  })
  child.unref()
  const pid = child.pid
  if (pid !== undefined) options.onSpawn?.(pid)
  const deadline = Date.now() + START_TIMEOUT_MS
  while (failure === undefined) {
    const found = readServerFile(place)
    if (pid !== undefined && found?.pid === pid && found.status === 'ready') return { pid }
    if (Date.now() > deadline) {
      if (pid !== undefined) signal(pid, 'SIGQUIT')
      return { said: `not ready after ${START_TIMEOUT_MS / 1000} s\n${lastLines(log)}` }
    }
    await pause(10)
  }
  return { said: failure }
}

function lastLines(log: string): string {
  try {
    return readFileSync(log, 'utf8').trim().split('\n').slice(-12).join('\n')
  } catch {
    return '(it wrote no log)'
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  if (isAlive(pid)) process.kill(pid, name)
}
