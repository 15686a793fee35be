import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Child, startChild } from '../process/child.ts'
import { ROOT } from '../process/paths.ts'
import type { Settings } from './settings.ts'

export interface Api {
  readonly address: string
  readonly child: Child
  /** The end of its log, for the person who must find out why it ended. */
  lastWords(): string
}

/** Young objects get 16 MiB before they are looked through: measured as fast as the default's 64, in 100 MB less. */
const NODE_OPTIONS = ['--enable-source-maps', '--max-semi-space-size=16']

const READY_TIMEOUT_MS = 120_000
const LOG_BYTES_MAX = 10 * 1024 * 1024

/** Starts the API, which serves the resolver too, with its log in the data folder. */
export function startApi(settings: Settings, env: NodeJS.ProcessEnv): Api {
  const log = join(settings.dataDir, 'api.log')
  const output = openLog(settings.dataDir, log)
  const follow = join(ROOT, 'tooling', 'start', 'process', 'follow-parent.ts')
  const main = join(ROOT, 'apps', 'api', 'dist', 'main.js')
  const child = startChild(process.execPath, [...NODE_OPTIONS, '--import', follow, main], {
    env: {
      ...env,
      PORT: String(settings.port),
      HOST: settings.host,
      DATA_DIR: settings.dataDir,
      WEB_DIR: join(ROOT, 'apps', 'resolver', 'dist'),
    },
    output,
  })
  closeSync(output)
  return { address: addressOf(settings), child, lastWords: () => `${tail(log)}\n(the whole log: ${log})` }
}

/** Waits until the API can serve; rejects with its last words when it ends before that. */
export async function untilReady(api: Api, signal: AbortSignal): Promise<void> {
  let code: number | undefined
  api.child.ended.then((value) => {
    code = value
  }, console.error)
  const deadline = Date.now() + READY_TIMEOUT_MS
  while (!(await isReady(api.address))) {
    signal.throwIfAborted()
    if (code !== undefined)
      throw new Error(`The API ended with code ${code} before it was ready:\n${api.lastWords()}`)
    if (Date.now() > deadline) throw new Error(`The API is not ready after two minutes:\n${api.lastWords()}`)
    await pause(50)
  }
}

async function isReady(address: string): Promise<boolean> {
  try {
    const answer = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(5000) })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}

/** An address that works on this machine, whichever one the server listens on. */
function addressOf({ host, port }: Settings): string {
  if (host === '0.0.0.0' || host === '::' || host === '127.0.0.1') return `http://localhost:${port}`
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function openLog(dataDir: string, log: string): number {
  mkdirSync(dataDir, { recursive: true })
  if (existsSync(log) && statSync(log).size > LOG_BYTES_MAX) renameSync(log, `${log}.1`)
  return openSync(log, 'a', 0o600)
}

function tail(log: string): string {
  return readFileSync(log, 'utf8').trim().split('\n').slice(-25).join('\n')
}
