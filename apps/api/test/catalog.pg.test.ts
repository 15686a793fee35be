/**
 * What PostgreSQL itself says about the walls between organisations (C-3, C-6, C-7) and about sharding by
 * organisation: with these rules kept, every table with an org_id can be distributed by it, colocated, and the
 * three global ones are reference tables.
 */
import { cloneDatabase, type Database } from '@dartwing/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'

const ROLE = 'dartwing_app'
const GLOBAL = ['account', 'organisation', 'refresh_token']
/** Not the application's: what has been migrated. */
const OPERATORS = ['_prisma_migrations']
const OF_ORGANISATION = "(org_id = current_setting('app.org_id'::text, true))"
/** Doors through the wall; each is read with care before it is added here. */
const DOORS = ['backlog', 'enqueue_job', 'gather_job']

let database: Database
let sql: pg.Client
let tables: string[]
beforeAll(async () => {
  database = await cloneDatabase(inject('databaseTemplate'))
  sql = new pg.Client({ connectionString: database.url })
  await sql.connect()
  tables = await names(`SELECT c.relname AS name FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1`)
})
afterAll(async () => {
  await sql.end()
  await database.drop()
})

async function rowsOf<T extends pg.QueryResultRow>(query: string, values: unknown[] = []): Promise<T[]> {
  return (await sql.query<T>(query, values)).rows
}

async function names(query: string, values: unknown[] = []): Promise<string[]> {
  return (await rowsOf<{ name: string }>(query, values)).map(({ name }) => name)
}

const tenants = () => tables.filter((table) => !GLOBAL.includes(table) && !OPERATORS.includes(table))

describe('C-3: row-level security', () => {
  it('is enabled and forced on every table that is not global', async () => {
    const walled = await names(`SELECT c.relname AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relrowsecurity AND c.relforcerowsecurity ORDER BY 1`)
    expect(walled).toEqual(tenants())
    expect(tables).toEqual(expect.arrayContaining([...GLOBAL, ...OPERATORS]))
    expect(walled.length).toBeGreaterThan(12)
  })

  it('lets each of them show and take the rows of the named organisation only', async () => {
    const policies = await rowsOf<{ table: string; command: string; shows: string; takes: string | null }>(
      `SELECT p.tablename AS table, p.cmd AS command, p.qual AS shows, p.with_check AS takes
       FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename <> ALL($1) ORDER BY 1, 2`,
      [GLOBAL],
    )
    const every = { command: 'ALL', shows: OF_ORGANISATION, takes: OF_ORGANISATION }
    const own = "((account_id)::text = current_setting('app.account_id'::text, true))"
    const isMembershipOwn = ({ table, command }: { table: string; command: string }) =>
      table === 'membership' && command === 'SELECT'
    expect(policies.filter(isMembershipOwn)).toMatchObject([{ shows: own, takes: null }])
    expect(policies.filter((policy) => !isMembershipOwn(policy))).toEqual(
      tenants().map((table) => ({ table, ...every })),
    )
  })
})

describe('C-3, C-7, C-52: the role of the application', () => {
  it('has no right that steps over the wall', async () => {
    const [role] = await rowsOf(
      `SELECT rolsuper, rolbypassrls, rolcanlogin, rolcreatedb, rolcreaterole, rolreplication
       FROM pg_roles WHERE rolname = $1`,
      [ROLE],
    )
    expect(Object.values(role ?? { none: true })).toEqual(Array.from({ length: 6 }, () => false))
    expect(
      await names('SELECT roleid::regrole::text AS name FROM pg_auth_members WHERE member = $1::regrole', [
        ROLE,
      ]),
    ).toEqual([])
  })

  it('owns nothing', async () => {
    const owned = `SELECT classid::regclass::text AS name FROM pg_shdepend
      WHERE refclassid = 'pg_authid'::regclass AND refobjid = $1::regrole AND deptype = 'o'`
    expect(await names(owned, [ROLE])).toEqual([])
  })

  it('may not empty, reference, watch or make tables, anywhere', async () => {
    const kinds = (await serverVersion()) >= 170_000 ? ['MAINTAIN'] : []
    const rights = ['TRUNCATE', 'REFERENCES', 'TRIGGER', ...kinds]
    const rightsOnTables = await names(
      `SELECT c.oid::regclass || ' ' || p.privilege AS name FROM pg_class c, unnest($2::text[]) AS p(privilege)
       WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND has_table_privilege($1, c.oid, p.privilege)`,
      [ROLE, rights],
    )
    const makes = await names(
      `SELECT nspname AS name FROM pg_namespace WHERE has_schema_privilege($1, oid, 'CREATE')
       UNION ALL SELECT datname FROM pg_database
       WHERE datname = current_database() AND has_database_privilege($1, oid, 'CREATE')`,
      [ROLE],
    )
    expect({ rightsOnTables, makes }).toEqual({ rightsOnTables: [], makes: [] })
  })

  it('adds to what was sent, accepted, decided and administered, and changes none of it', async () => {
    const rights = await rowsOf<{ table: string; rights: string[] }>(
      `SELECT c.relname AS table, array(SELECT r FROM unnest('{INSERT,UPDATE,DELETE}'::text[]) r
         WHERE has_table_privilege($1, c.oid, r)) AS rights
       FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY($2) ORDER BY 1`,
      [ROLE, ['access_event', 'conflict_event', 'document', 'document_version', 'mutation', ...OPERATORS]],
    )
    expect(Object.fromEntries(rights.map((row) => [row.table, row.rights]))).toEqual({
      _prisma_migrations: [],
      access_event: ['INSERT'],
      conflict_event: ['INSERT'],
      document: ['INSERT', 'UPDATE'],
      // Old versions are pruned.
      document_version: ['INSERT', 'DELETE'],
      mutation: ['INSERT'],
    })
  })

  it('enters no schema but public: the queue and the counters of limits are out of its reach', async () => {
    const entered = await names(
      `SELECT nspname AS name FROM pg_namespace
       WHERE nspname !~ '^pg_|^information_schema$' AND has_schema_privilege($1, oid, 'USAGE')`,
      [ROLE],
    )
    const schemas = await names("SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_'")
    expect(entered).toEqual(['public'])
    expect(schemas).toEqual(expect.arrayContaining(['graphile_worker', 'limits']))
  })
})

describe('C-6: views and functions', () => {
  it('no view reads with the rights of its owner', async () => {
    const views = await names(`SELECT c.oid::regclass::text AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('v', 'm')
        AND NOT coalesce(c.reloptions @> '{security_invoker=true}', false)`)
    expect(views).toEqual([])
  })

  it('what runs with the rights of the owner is known, looks up no names by accident, and is not for everybody', async () => {
    const doors = await rowsOf<{ name: string; path: string; anybody: boolean }>(
      `SELECT p.proname AS name,
         coalesce((SELECT max(s) FROM unnest(p.proconfig) s WHERE s LIKE 'search_path=%'), '') AS path,
         has_function_privilege('public', p.oid, 'EXECUTE') AS anybody
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE p.prosecdef AND n.nspname !~ '^pg_|^information_schema$' ORDER BY 1`,
    )
    const path = 'search_path=pg_catalog, pg_temp'
    expect(doors).toEqual(DOORS.map((name) => ({ name, path, anybody: false })))
  })
})

describe('sharding by organisation', () => {
  it('every table of an organisation has org_id, of one type, never empty', async () => {
    const columns = await rowsOf<{ table: string; type: string; required: boolean }>(
      `SELECT c.relname AS table, a.atttypid::regtype::text AS type, a.attnotnull AS required
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       WHERE a.attname = 'org_id' AND c.relname = ANY($1) AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
      [tenants()],
    )
    expect(columns).toEqual(tenants().map((table) => ({ table, type: 'text', required: true })))
  })

  it('every one of them has a primary key, and every unique index begins with org_id', async () => {
    const keys = await rowsOf<{ table: string; primary: boolean; first: string }>(
      `SELECT c.relname AS table, i.indisprimary AS primary, a.attname AS first
       FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
       WHERE (i.indisunique OR i.indisexclusion) AND c.relname = ANY($1)
         AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
      [tenants()],
    )
    expect(keys.filter(({ first }) => first !== 'org_id')).toEqual([])
    expect(keys.flatMap(({ table, primary }) => (primary ? [table] : []))).toEqual(tenants())
  })

  it('what excludes, excludes within an organisation', async () => {
    const exclusions = await rowsOf<{ name: string; operator: string; column: string }>(
      `SELECT k.conname AS name, o.oprname AS operator, a.attname AS column
       FROM pg_constraint k JOIN pg_operator o ON o.oid = k.conexclop[1]
       JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
       WHERE k.contype = 'x'`,
    )
    expect(exclusions).toEqual([{ name: 'slot_exclusive', operator: '=', column: 'org_id' }])
  })

  it('a foreign key stays within the organisation, or leads to a global table; none leads out of one', async () => {
    const foreign = await rowsOf<{ from: string; to: string; first: string; target: string }>(
      `SELECT k.conrelid::regclass::text AS from, k.confrelid::regclass::text AS to, a.attname AS first,
         b.attname AS target
       FROM pg_constraint k
       JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
       JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
       WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace ORDER BY 1, 2`,
    )
    const within = foreign.filter(({ to }) => !GLOBAL.includes(to))
    expect(within.filter(({ first, target }) => first !== 'org_id' || target !== 'org_id')).toEqual([])
    expect(within.map(({ from, to }) => `${from} -> ${to}`)).toContain('conflict_event -> conflict')
    expect(foreign.length).toBeGreaterThan(within.length)
  })

  it('no trigger would have to run on a shard', async () => {
    const triggers =
      await names(`SELECT t.tgname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace`)
    expect(triggers).toEqual([])
  })
})

async function serverVersion(): Promise<number> {
  const [row] = await rowsOf<{ version: number }>(
    "SELECT current_setting('server_version_num')::int AS version",
  )
  return row?.version ?? 0
}
