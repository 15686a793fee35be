import { type ChildProcess, spawn } from 'node:child_process'
import { isAlive } from '../postgres/process-identity.ts'
import { ROOT } from './paths.ts'

export interface Child {
  readonly pid: number
  /** The exit code; 128 and more when a signal ended it. */
  readonly ended: Promise<number>
  stop(): Promise<void>
}

export interface ChildOptions {
  readonly env?: NodeJS.ProcessEnv
  /** Where both its outputs go: a file descriptor, this terminal, or line by line to a function. */
  readonly output: number | 'inherit' | ((text: string) => void)
  /** Stops it when aborted. */
  readonly signal?: AbortSignal
}

const STOP_TIMEOUT_MS = 15_000

/**
 * Starts a program in its own process group, so that a Ctrl-C reaches it only through here, in the right
 * order, and so that all of its descendants can be stopped with it. Its stdin closes when this process ends.
 */
export function startChild(program: string, args: readonly string[], options: ChildOptions): Child {
  const { output } = options
  const sink = typeof output === 'function' ? 'pipe' : output
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...options.env },
    detached: process.platform !== 'win32',
    stdio: ['pipe', sink, sink],
  })
  child.stdin?.on('error', () => {})
  if (typeof output === 'function') {
    child.stdout?.on('data', (chunk) => output(String(chunk)))
    child.stderr?.on('data', (chunk) => output(String(chunk)))
  }
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`${program} cannot be run: ${error.message}`)))
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGKILL' ? 137 : 143)))
  })
  const stop = () => stopGroup(child, ended)
  options.signal?.addEventListener('abort', stop, { once: true })
  ended.finally(() => options.signal?.removeEventListener('abort', stop)).catch(() => {})
  return { pid: child.pid ?? 0, ended, stop }
}

/** Runs a program to its end. */
export function runChild(program: string, args: readonly string[], options: ChildOptions): Promise<number> {
  options.signal?.throwIfAborted()
  return startChild(program, args, options).ended
}

async function stopGroup(child: ChildProcess, ended: Promise<number>): Promise<void> {
  signalGroup(child, 'SIGTERM')
  const patience = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_TIMEOUT_MS)
  await ended.catch(() => {})
  clearTimeout(patience)
  // Whatever of its family did not listen.
  signalGroup(child, 'SIGKILL')
}

function signalGroup(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(name)
    else process.kill(-child.pid, name)
  } catch {
    if (isAlive(child.pid)) child.kill(name)
  }
}
