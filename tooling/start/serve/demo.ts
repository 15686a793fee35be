import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, withClient } from './database.ts'
import type { Settings } from './settings.ts'

type Target = Pick<Database, 'url' | 'embedded'>

export type DemoPlan = 'none' | 'fill' | 'filled'

/** The state of the demo, kept outside the database that it speaks of. */
interface DemoRecord {
  readonly state: 'filling' | 'filled'
  /** Which database it was, so that a record never speaks of a later one. */
  readonly database: string
}

/**
 * Decides before the API starts whether this database is, or becomes, a demo. A fill that was interrupted
 * begins again on an empty database; data that the demo did not make is never touched.
 */
export async function planDemo(settings: Settings, database: Target): Promise<DemoPlan> {
  if (settings.demo === 'no') return 'none'
  const record = readRecord(settings.dataDir)
  const isThisOne = record?.database === (await identify(database.url))
  if (record?.state === 'filled' && isThisOne) return 'filled'
  if (record?.state === 'filling' && isThisOne) await startOver(settings, database)
  else if (await isUsed(database.url)) {
    if (settings.demo === 'unless_used') return 'none'
    throw new Error(
      'DEMO=1, but the database already holds data that is not the demo. ' +
        'Use another DATA_DIR or DATABASE_URL for a demo, or DEMO=0 for this one.',
    )
  }
  writeRecord(settings.dataDir, { state: 'filling', database: await identify(database.url) })
  return 'fill'
}

/** Drives the demo's devices against the running server. */
export async function fillDemo(
  settings: Settings,
  database: Target,
  options: { address: string; progress: (line: string) => void },
): Promise<void> {
  const { fillDemo: fill } = await import('../demo/fill.ts')
  await fill({ ...options, dataDir: settings.dataDir })
  writeRecord(settings.dataDir, { state: 'filled', database: await identify(database.url) })
}

async function startOver(settings: Settings, database: Target): Promise<void> {
  if (!database.embedded) {
    throw new Error('An earlier demo was not filled to its end. Empty that database, then start again.')
  }
  const name = new URL(database.url).pathname.slice(1)
  const elsewhere = new URL(database.url)
  elsewhere.pathname = '/postgres'
  await withClient(elsewhere.href, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
    await client.query(`CREATE DATABASE "${name}"`)
  })
  rmSync(recordFile(settings.dataDir), { force: true })
}

/** The cluster and the database in it; both change when the database is made anew. */
async function identify(url: string): Promise<string> {
  return withClient(url, async (client) => {
    const { rows } = await client.query(
      `SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || oid AS id
       FROM pg_database WHERE datname = current_database()`,
    )
    return String(rows[0].id)
  })
}

async function isUsed(url: string): Promise<boolean> {
  return withClient(url, async (client) => {
    const table = await client.query("SELECT to_regclass('public.organisation') IS NOT NULL AS there")
    if (!table.rows[0].there) return false
    const { rows } = await client.query('SELECT EXISTS (SELECT 1 FROM public.organisation) AS used')
    return Boolean(rows[0].used)
  })
}

function recordFile(dataDir: string): string {
  return join(dataDir, 'demo.json')
}

function readRecord(dataDir: string): DemoRecord | undefined {
  try {
    const found: unknown = JSON.parse(readFileSync(recordFile(dataDir), 'utf8'))
    if (!found || typeof found !== 'object' || !('state' in found) || !('database' in found)) return undefined
    const { state } = found
    if (state !== 'filling' && state !== 'filled') return undefined
    return { state, database: String(found.database) }
  } catch {
    return undefined
  }
}

function writeRecord(dataDir: string, record: DemoRecord): void {
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(recordFile(dataDir), `${JSON.stringify(record)}\n`)
}
