/** Rows C-2, C-4 and C-8: every table of an organisation, asked in the name of another, and of none. */
import { type Database as Clone, cloneDatabase } from '@dartwing/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { Metrics } from '../src/platform/metrics.ts'
import { APP_ROLE, Database, Prisma, type Statements } from '../src/platform/prisma/database.ts'
import { readSettings } from '../src/platform/settings.ts'
import { TEST_ENVIRONMENT } from './api-kit.ts'

const GLOBAL = ['account', 'organisation', 'refresh_token', '_prisma_migrations']
const A = 'ORG-A'
const B = 'ORG-B'
/** One id for everything, in both organisations: what is the other's must not even collide. */
const ID = '5f0a1c9e-0000-4000-8000-000000000008'

/** What a column takes that has no default. */
const BY_TYPE: Readonly<Record<string, string>> = {
  text: "'x'",
  uuid: `'${ID}'`,
  jsonb: "'{}'",
  integer: '1',
  bigint: '1',
  boolean: 'false',
  'timestamp with time zone': 'now()',
  tstzrange: "tstzrange(now(), now() + interval '1 hour')",
  'text[]': "'{}'",
}
/** Columns that take only certain words. */
const BY_COLUMN: Readonly<Record<string, string>> = {
  'membership.role': "'admin'",
  'conflict.kind': "'field_conflict'",
  'conflict.state': "'open'",
  'conflict.on_timeout': "'escalate'",
  'invitation.purpose': "'join'",
  'blob.sha256': "repeat('0', 64)",
  'file_content.sha256': "repeat('0', 64)",
}

const clone: Clone = await cloneDatabase(inject('databaseTemplate'))
const sql = new pg.Client({ connectionString: clone.url })
await sql.connect()
/** Those that others refer to come first. */
const { rows: TABLES } = await sql.query<{ table: string; columns: string[]; rights: string[] }>(
  `SELECT c.relname AS table,
     array(SELECT a.attname || ' ' || format_type(a.atttypid, NULL) FROM pg_attribute a
       WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''
         AND a.attname <> 'org_id') AS columns,
     array(SELECT r FROM unnest('{INSERT,UPDATE,DELETE}'::text[]) r WHERE has_table_privilege($2, c.oid, r)) AS rights
   FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> ALL($1)
   ORDER BY (SELECT count(*) FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f'
     AND k.confrelid::regclass::text <> ALL($1)), 1`,
  [GLOBAL, APP_ROLE],
)

beforeAll(async () => {
  await sql.query('INSERT INTO organisation (org_id, title, time_zone) VALUES ($1, $1, $3), ($2, $2, $3)', [
    A,
    B,
    'UTC',
  ])
  await sql.query('INSERT INTO account (account_id, email, full_name) VALUES ($1, $2, $2)', [ID, 'a@a.test'])
  for (const org of [A, B]) for (const { table } of TABLES) await as(org, insertion(table, org))
})
afterAll(async () => {
  await sql.end()
  await clone.drop()
})

function insertion(table: string, org: string): string {
  const columns =
    TABLES.find((one) => one.table === table)?.columns.map((column) => column.split(/ (.*)/)) ?? []
  const values = columns.map(
    ([name = '', type = '']) => BY_COLUMN[`${table}.${name}`] ?? BY_TYPE[type] ?? type,
  )
  const list = ['org_id', ...columns.map(([name]) => name)].join(', ')
  return `INSERT INTO ${table} (${list}) VALUES (${[`'${org}'`, ...values].join(', ')})`
}

interface Outcome {
  readonly rows: readonly Record<string, unknown>[]
  readonly count: number
  readonly code: string | null
  readonly message: string
}

/** One statement as the application, in the name of an organisation (null: none is named). */
async function as(org: string | null, statement: string, keep = true): Promise<Outcome> {
  await sql.query('BEGIN')
  try {
    await sql.query("SELECT set_config('role', $1, true)", [APP_ROLE])
    if (org !== null) await sql.query("SELECT set_config('app.org_id', $1, true)", [org])
    const { rows, rowCount } = await sql.query<Record<string, unknown>>(statement)
    await sql.query(keep ? 'COMMIT' : 'ROLLBACK')
    return { rows, count: rowCount ?? 0, code: null, message: '' }
  } catch (error) {
    await sql.query('ROLLBACK')
    if (!(error instanceof pg.DatabaseError)) throw error
    return { rows: [], count: 0, code: error.code ?? '', message: `${error.message}: ${error.detail}` }
  }
}
const tried = (org: string | null, statement: string) => as(org, statement, false)

const DENIED = '42501'
const NAMES = TABLES.map(({ table }) => table)

describe('C-2: in the name of nobody', () => {
  it.each(NAMES)('%s is empty and takes nothing', async (table) => {
    for (const nobody of [null, '', 'ORG-NONE', `${A}' OR true --`]) {
      expect(await tried(nobody, `SELECT org_id FROM ${table}`)).toMatchObject({ rows: [], code: null })
      expect(await tried(nobody, insertion(table, A))).toMatchObject({ code: DENIED })
    }
  })
})

describe('what was sent, accepted and decided', () => {
  it.each([
    ['mutation', ['UPDATE', 'DELETE']],
    ['conflict_event', ['UPDATE', 'DELETE']],
    // What is superseded is pruned when its time is over.
    ['document_version', ['UPDATE']],
  ])('is only added to: %s', async (table, denied) => {
    const rights = TABLES.find((one) => one.table === table)?.rights ?? denied
    expect(rights.filter((right) => denied.includes(right))).toEqual([])
    expect(await tried(A, `UPDATE ${table} SET org_id = org_id`)).toMatchObject({ code: DENIED })
  })
})

describe('C-2: in the name of A', () => {
  it.each(TABLES)('$table has the rows of A only, and B’s stay as they are', async ({ table, rights }) => {
    const before = await ownersIn(table)
    expect(before).toEqual([A, B])
    expect((await tried(A, `SELECT org_id FROM ${table}`)).rows).toEqual([{ org_id: A }])
    expect((await tried(A, `SELECT org_id FROM ${table} WHERE org_id = '${B}'`)).rows).toEqual([])
    // B has a row with this key already: A learns nothing of it.
    expect(await tried(A, insertion(table, B))).toMatchObject({ code: DENIED })
    const mayUpdate = rights.includes('UPDATE')
    const mayDelete = rights.includes('DELETE')
    expect(await tried(A, `UPDATE ${table} SET org_id = '${B}'`)).toMatchObject({ code: DENIED })
    expect(await tried(A, `UPDATE ${table} SET org_id = org_id WHERE org_id = '${B}'`)).toMatchObject(
      mayUpdate ? { count: 0, code: null } : { code: DENIED },
    )
    expect(await tried(A, `DELETE FROM ${table} WHERE org_id = '${B}'`)).toMatchObject(
      mayDelete ? { count: 0, code: null } : { code: DENIED },
    )
    if (mayUpdate) expect(await tried(A, `UPDATE ${table} SET org_id = org_id`)).toMatchObject({ count: 1 })
    expect(await ownersIn(table)).toEqual(before)
  })

  it('there is no other organisation; to change another one, or make one, is denied', async () => {
    expect((await tried(A, 'SELECT org_id FROM organisation')).rows).toEqual([{ org_id: A }])
    expect(await tried(A, `UPDATE organisation SET title = 'x' WHERE org_id = '${B}'`)).toMatchObject({
      count: 0,
    })
    const made = "INSERT INTO organisation (org_id, title, time_zone) VALUES ('ORG-C', 'c', 'UTC')"
    expect(await tried(A, made)).toMatchObject({ code: DENIED })
    expect((await tried(null, 'SELECT org_id FROM organisation ORDER BY 1')).rows).toEqual([
      { org_id: A },
      { org_id: B },
    ])
  })

  it.each(['limits.bucket', 'graphile_worker.jobs', '_prisma_migrations'])(
    '%s is out of reach',
    async (table) => {
      expect(await tried(A, `SELECT * FROM ${table}`)).toMatchObject({ code: DENIED })
    },
  )

  it.each([
    'TRUNCATE document CASCADE',
    'CREATE TABLE mine (a int)',
    'ALTER TABLE document DISABLE ROW LEVEL SECURITY',
    'DROP POLICY document_of_organisation ON document',
    'ALTER ROLE dartwing_app BYPASSRLS',
    "COPY (SELECT 1) TO PROGRAM 'true'",
  ])('C-7: %s is denied', async (statement) => {
    expect(await tried(A, statement)).toMatchObject({ code: DENIED })
  })
})

describe('C-8: a child of somebody else’s parent', () => {
  it('is refused like the child of none', async () => {
    const event = (conflict: string) =>
      `INSERT INTO conflict_event (org_id, conflict_id, type, actor) VALUES ('${A}', '${conflict}', 'viewed', 'x')`
    const foreign = '5f0a1c9e-0000-4000-8000-00000000000b'
    const none = '5f0a1c9e-0000-4000-8000-00000000000c'
    const { columns = [] } = TABLES.find(({ table }) => table === 'conflict') ?? {}
    expect(columns).toContain('conflict_id uuid')
    const ofB = insertion('conflict', B).replace(`'${ID}'`, `'${foreign}'`).replaceAll("'x'", "'y'")
    expect((await as(B, `${ofB} RETURNING conflict_id`)).rows).toEqual([{ conflict_id: foreign }])
    const [asForeign, asNone] = [await tried(A, event(foreign)), await tried(A, event(none))]
    expect(asForeign.code).toBe('23503')
    expect({ ...asForeign, message: asForeign.message.replace(foreign, none) }).toEqual(asNone)
    await sql.query('DELETE FROM conflict WHERE conflict_id = $1', [foreign])
  })
})

describe('C-4: one connection for all', () => {
  it('keeps nothing of the organisation before, whether its transaction ended well or not', async () => {
    const settings = readSettings({ ...TEST_ENVIRONMENT, DATABASE_URL: clone.url })
    const database = new Database({ ...settings, DATABASE_POOL: 1 }, new Metrics())
    const owners = Prisma.sql`SELECT org_id FROM document`
    const doors = {
      prisma: (org: string, work: (tx: Statements) => Promise<unknown>) => database.inOrganisation(org, work),
      sql: (org: string, work: (tx: Statements) => Promise<unknown>) => database.sqlInOrganisation(org, work),
    }
    const seen = (door: keyof typeof doors, org: string) => doors[door](org, (tx) => tx.$queryRaw(owners))
    const failing = (door: keyof typeof doors, org: string) =>
      doors[door](org, async (tx) => {
        await tx.$queryRaw(owners)
        throw new Error('given up')
      })
    const nobody = () => database.acrossOrganisations(null, (tx) => tx.$queryRaw(owners))
    try {
      const turns = Array.from({ length: 10 }, () => [
        expect(seen('prisma', A)).resolves.toEqual([{ org_id: A }]),
        expect(failing('sql', A)).rejects.toThrow('given up'),
        expect(seen('sql', B)).resolves.toEqual([{ org_id: B }]),
        expect(failing('prisma', B)).rejects.toThrow('given up'),
        expect(seen('sql', A)).resolves.toEqual([{ org_id: A }]),
        expect(nobody()).resolves.toEqual([]),
      ])
      await Promise.all(turns.flat())
      expect(database.connections).toEqual({ in_use: 0, idle: 1, waiting: 0 })
    } finally {
      await database.onApplicationShutdown()
    }
  })
})

/** As whoever looks after the database sees it. */
async function ownersIn(table: string): Promise<string[]> {
  const { rows } = await sql.query<{ org_id: string }>(`SELECT org_id FROM ${table} ORDER BY 1`)
  return rows.map(({ org_id }) => org_id)
}
