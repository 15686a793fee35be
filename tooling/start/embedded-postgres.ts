import { spawn } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client, DatabaseError } from 'pg'
import { chooseAccount } from './postgres/account.ts'
import { findBinaries } from './postgres/binaries.ts'
import { createCluster, keepPassword, OWNER } from './postgres/cluster.ts'
import { clusterPlace, knownPlace, temporaryParent } from './postgres/places.ts'
import { identityOf, isAlive, programOf } from './postgres/process-identity.ts'
import { crashServer, readServerFile, type Server, startServer, stopServer } from './postgres/server.ts'

export interface RunningPostgres {
  /** Of the cluster's owner, on the database `dartwing`. */
  readonly url: string
  readonly port: number
  readonly pid: number
  /** It was left alive by a start that was killed, and is used again. */
  readonly adopted: boolean
  stop(): Promise<void>
}

/** What a test may do to a server that is its own. */
export interface ThrowAwayPostgres extends RunningPostgres {
  /** Ends every process of it at once, as a power cut does; what was committed must be found after `restart`. */
  crash(): Promise<void>
  /** On the same data and the same port. */
  restart(): Promise<void>
}

const DATABASE = 'dartwing'
const WRONG_PASSWORD = '28P01'

/** Starts, or takes over, the PostgreSQL whose data is in `<dataDir>/postgres`. */
export async function startEmbeddedPostgres(options: { dataDir: string }): Promise<RunningPostgres> {
  const folder = resolve(options.dataDir, 'postgres')
  const release = claim(folder)
  try {
    const password = keepPassword(folder)
    const place = clusterPlace(folder, chooseAccount(join(folder, 'data')), retire)
    const account = chooseAccount(join(place, 'data'))
    const adopted = await adopt(place, password)
    const server = adopted ?? (await startAnew(place, { account, password, durable: true }))
    await ensureDatabase(urlOf(server, password, 'postgres'))
    return {
      ...server,
      url: urlOf(server, password, DATABASE),
      adopted: adopted !== undefined,
      stop: () => stopServer(server.pid).finally(release),
    }
  } catch (error) {
    release()
    throw error
  }
}

/** The address of the server that runs on this data folder, for those that only visit; undefined when none does. */
export function findEmbeddedPostgres(options: { dataDir: string }): string | undefined {
  const folder = resolve(options.dataDir, 'postgres')
  if (!existsSync(join(folder, 'password'))) return undefined
  const server = readServerFile(knownPlace(folder))
  if (server?.status !== 'ready' || !programOf(server.pid)?.includes('postgres')) return undefined
  return urlOf(server, keepPassword(folder), DATABASE)
}

/**
 * A server for one run, whose data is removed with it. It stops by itself when this process ends, however
 * that happens. `durable` keeps fsync on, for tests that need an honest commit.
 */
export async function startThrowAwayPostgres(options?: {
  durable?: boolean
  settings?: Readonly<Record<string, string>>
}): Promise<ThrowAwayPostgres> {
  const account = chooseAccount()
  const durable = options?.durable ?? false
  const place = mkdtempSync(join(temporaryParent(account, durable), 'dartwing-postgres-test-'))
  chmodSync(place, 0o711)
  const watchdog = watch(place)
  try {
    const password = keepPassword(place)
    const start = { account, password, durable, settings: options?.settings, onSpawn: watchdog.guard }
    const server = await startAnew(place, start)
    await ensureDatabase(urlOf(server, password, 'postgres'))
    return {
      ...server,
      url: urlOf(server, password, DATABASE),
      adopted: false,
      stop: watchdog.end,
      crash: () => crashServer(readServerFile(place)?.pid ?? server.pid),
      restart: async () => void (await startAnew(place, { ...start, port: server.port })),
    }
  } catch (error) {
    await watchdog.end()
    throw error
  }
}

type StartOptions = Omit<Parameters<typeof startServer>[1], 'binaries'> & { password: string }

async function startAnew(place: string, options: StartOptions): Promise<Server> {
  const binaries = findBinaries(options.account)
  await createCluster(place, { ...options, binaries, sync: options.durable })
  return startServer(place, { ...options, binaries })
}

/** One start at a time owns the data; a second one would take the server away from the first. */
function claim(folder: string): () => void {
  requireWritable(folder)
  const file = join(folder, 'owner')
  const holder = readOwner(file)
  const pid = Number(holder?.split(' ')[0])
  if (holder !== undefined && pid !== process.pid && identityOf(pid) === holder) {
    throw new Error(
      `The database in ${folder} is in use by process ${pid}, which is still running. ` +
        'Stop that one first, or set DATA_DIR to another folder.',
    )
  }
  writeFileSync(file, identityOf(process.pid) ?? String(process.pid))
  return () => rmSync(file, { force: true })
}

function requireWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`The data folder ${folder} cannot be written (${reason}). Set DATA_DIR to one that can.`)
  }
}

function readOwner(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

async function adopt(place: string, password: string): Promise<Server | undefined> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const found = readServerFile(place)
    if (!found || !isAlive(found.pid)) return undefined
    if (!(programOf(found.pid) ?? 'postgres').includes('postgres')) {
      // The number now belongs to some other program; PostgreSQL itself would refuse to start here.
      rmSync(join(place, 'data', 'postmaster.pid'), { force: true })
      return undefined
    }
    if (found.status === 'ready' && (await answers(urlOf(found, password, 'postgres')))) {
      return { pid: found.pid, port: found.port }
    }
    if (Date.now() > deadline) {
      throw new Error(
        `PostgreSQL (process ${found.pid}) on ${place} is ${found.status || 'not ready'}; stop it first.`,
      )
    }
    await pause(50)
  }
}

/** A server that is just being killed says that it is ready and then hangs up; a wrong password stays wrong. */
async function answers(url: string): Promise<boolean> {
  try {
    await withClient(url, (client) => client.query('SELECT 1'))
    return true
  } catch (error) {
    if (error instanceof DatabaseError && error.code === WRONG_PASSWORD) throw error
    return false
  }
}

function retire(data: string): void {
  const left = readServerFile(join(data, '..'))
  if (left && programOf(left.pid)?.includes('postgres')) process.kill(left.pid, 'SIGQUIT')
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`)
  })
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

function urlOf(server: { port: number }, password: string, database: string): string {
  return `postgresql://${OWNER}:${password}@127.0.0.1:${server.port}/${database}`
}

function watch(place: string): { guard: (pid: number) => void; end: () => Promise<void> } {
  const script = fileURLToPath(new URL('./postgres/watchdog.ts', import.meta.url))
  const child = spawn(process.execPath, [script, place], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  })
  const ended = new Promise<void>((done, fail) => {
    child.on('exit', () => done())
    child.on('error', fail)
  })
  child.stdin.on('error', () => {})
  // Neither the child nor its pipe may keep a finished test run alive.
  child.unref()
  return {
    guard: (pid) => child.stdin.write(`${pid}\n`),
    end: () => {
      child.ref()
      child.stdin.end()
      return ended
    },
  }
}
