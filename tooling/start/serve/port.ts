import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { basename } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ROOT } from '../process/paths.ts'

const PATIENCE_MS = 3000

/** Refuses to go on when the port cannot be had, and says who has it. */
export async function requirePort(host: string, port: number): Promise<void> {
  // A server whose starter was just killed needs a moment to notice.
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const failure = await tryListen(host, port)
    if (failure === undefined) return
    if (failure === 'EADDRINUSE' && Date.now() < deadline) await pause(100)
    else throw new Error(explain(failure, host, port))
  }
}

function explain(failure: string, host: string, port: number): string {
  const another = port > 64_000 ? port - 1000 : port + 1
  const choose = `Choose another port:  PORT=${another} npm start`
  if (failure === 'EADDRINUSE') {
    const holder = holderOf(port)
    return `Port ${port} is taken${holder ? ` by ${holder}` : ' by another program'}.\n${choose}`
  }
  if (failure === 'EACCES') return `Port ${port} is not allowed for this account.\n${choose}`
  if (failure === 'EADDRNOTAVAIL') return `HOST=${host} is not an address of this machine.`
  return `Port ${port} on ${host} cannot be used (${failure}).\n${choose}`
}

async function tryListen(host: string, port: number): Promise<string | undefined> {
  const probe = createServer()
  const failure = await new Promise<string | undefined>((resolve) => {
    probe.once('error', (error) => resolve('code' in error ? String(error.code) : error.message))
    probe.listen({ host, port, exclusive: true }, () => resolve(undefined))
  })
  await new Promise((resolve) => probe.close(resolve))
  return failure
}

/** The process that listens there, read from /proc; undefined where the system does not tell. */
function holderOf(port: number): string | undefined {
  try {
    const sockets = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listenersOn(table, port)))
    const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && holdsOne(name, sockets))
    if (!pid) return undefined
    const [program = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').trim().split('\0')
    const command = [basename(program), ...args].join(' ').replaceAll(`${ROOT}/`, '').trim()
    const name = command.includes('apps/api/dist/main.js') ? 'this project, already running as ' : ''
    return `${name}process ${pid} (${command.slice(0, 160)})`
  } catch {
    return undefined
  }
}

const LISTENING = '0A'

function listenersOn(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return readFileSync(table, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(suffix) && columns[3] === LISTENING)
    .map((columns) => `socket:[${columns[9]}]`)
}

function holdsOne(pid: string, sockets: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => sockets.has(linkOf(`/proc/${pid}/fd/${fd}`)))
  } catch {
    // Another account's process, or one that just ended.
    return false
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
