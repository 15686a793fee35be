/**
 * Applies prisma/migrations in order and records them where `prisma migrate` does, so that both agree.
 * Our own runner, because the Prisma CLI needs a native engine that is downloaded (docs/adr/0003).
 */
import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { migrateQueue } from '../queue/migrate-queue.ts'

const MIGRATIONS = fileURLToPath(new URL('../../../prisma/migrations/', import.meta.url))
/** Any constant will do, as long as every process takes the same one. */
const ADVISORY_LOCK = 728_341_902

const LEDGER = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`

interface Recorded {
  migration_name: string
  checksum: string
  finished_at: Date | null
}

/** Brings the database up to date; throws, naming the migration, when history was changed or one fails. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK])
    await client.query(LEDGER)
    const { rows } = await client.query<Recorded>(
      'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    )
    const recorded = new Map(rows.map((row) => [row.migration_name, row]))
    const applied: string[] = []
    for (const name of await migrationNames()) {
      if (await applyOnce(client, name, recorded.get(name))) applied.push(name)
    }
    await migrateQueue(databaseUrl)
    return applied
  } finally {
    await client.end()
  }
}

async function migrationNames(): Promise<string[]> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

async function applyOnce(client: pg.Client, name: string, before: Recorded | undefined): Promise<boolean> {
  const sql = await readFile(`${MIGRATIONS}${name}/migration.sql`, 'utf8')
  const checksum = createHash('sha256').update(sql).digest('hex')
  if (before !== undefined) {
    if (before.finished_at === null) throw new Error(`Migration ${name} failed before; mend it by hand first`)
    if (before.checksum !== checksum) throw new Error(`Migration ${name} was changed after it was applied`)
    return false
  }
  try {
    await client.query('BEGIN')
    await client.query(sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
       VALUES ($1, $2, now(), $3, 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (cause) {
    await client.query('ROLLBACK')
    throw new Error(`Migration ${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
  return true
}
