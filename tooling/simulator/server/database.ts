import { Client } from 'pg'

/**
 * Gives a migrated database the world's clock and the world's names: functions that stand before PostgreSQL's own
 * in the search path. The one moment is a row, which the world moves.
 */
export async function makeVirtual(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(VIRTUAL)
    const { rows } = await client.query<{ statement: string }>(DEFAULTS)
    for (const { statement } of rows) await client.query(statement)
    const { rows: names } = await client.query<{ name: string }>('SELECT current_database() AS name')
    await client.query(
      `ALTER DATABASE ${names[0]?.name ?? ''} SET search_path = simulator, pg_catalog, public`,
    )
  } finally {
    await client.end()
  }
}

const VIRTUAL = `
  CREATE SCHEMA simulator;
  CREATE UNLOGGED TABLE simulator.world (moment timestamptz NOT NULL, drawn bigint NOT NULL, seed bigint NOT NULL);
  INSERT INTO simulator.world VALUES ('2030-01-07T08:00:00Z', 0, 0);
  CREATE SEQUENCE simulator.draws;
  CREATE FUNCTION simulator.now() RETURNS timestamptz LANGUAGE sql STABLE AS
    'SELECT moment FROM simulator.world';
  CREATE FUNCTION simulator.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    'SELECT moment FROM simulator.world';
  CREATE FUNCTION simulator.gen_random_uuid() RETURNS uuid LANGUAGE sql VOLATILE AS
    'SELECT overlay(overlay(md5(seed || ''-'' || nextval(''simulator.draws'')) placing ''4'' from 13) placing ''8'' from 17)::uuid FROM simulator.world';
  GRANT USAGE ON SCHEMA simulator TO dartwing_app;
  GRANT SELECT ON simulator.world TO dartwing_app;
  GRANT USAGE ON SEQUENCE simulator.draws TO dartwing_app;`

/** Defaults were bound when the tables were made. */
const DEFAULTS = `
  SELECT format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %s', a.attrelid::regclass, a.attname,
    replace(replace(pg_get_expr(d.adbin, d.adrelid), 'now()', 'simulator.now()'),
      'gen_random_uuid()', 'simulator.gen_random_uuid()')) AS statement
  FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
  JOIN pg_class c ON c.oid = d.adrelid
  WHERE c.relnamespace = 'public'::regnamespace
    AND pg_get_expr(d.adbin, d.adrelid) ~ '(now|gen_random_uuid)\\(\\)' AND a.attgenerated = ''`

/** The owner's hand on the database: the clock, a clean table, a backup and its return. */
export interface Owner {
  readonly client: Client
  setClock(moment: number): Promise<void>
  /** As it was before the first seed. */
  clean(seed: number, moment: number): Promise<void>
  backUp(): Promise<void>
  /** Puts back what was backed up, all of it, under a new epoch: what came after is forgotten. */
  restore(): Promise<void>
  end(): Promise<void>
}

function putBack(when: 'first' | 'backup', names: readonly string[]): string[] {
  return names.flatMap((name) => [
    `DELETE FROM ${name}`,
    `INSERT INTO ${name} OVERRIDING SYSTEM VALUE SELECT * FROM simulator.${when}_${name}`,
  ])
}

export async function connectOwner(databaseUrl: string): Promise<Owner> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
     ORDER BY c.relname`,
  )
  const tables = rows.map(({ name }) => name)
  const together = async (statements: readonly string[]) => {
    // Keys between tables are looked at by nobody while everything is replaced.
    await client.query(
      ['BEGIN', "SET LOCAL session_replication_role = 'replica'", ...statements, 'COMMIT'].join(';\n'),
    )
  }
  const back = tables.filter((name) => name !== '_prisma_migrations')
  await together(
    back.flatMap((name) =>
      ['first', 'backup'].map(
        (when) => `CREATE UNLOGGED TABLE simulator.${when}_${name} AS SELECT * FROM ${name}`,
      ),
    ),
  )
  let shown = Number.NaN
  return {
    client,
    setClock: async (moment) => {
      if (moment === shown) return
      shown = moment
      await client.query({
        name: 'clock',
        text: 'UPDATE simulator.world SET moment = $1',
        values: [new Date(moment).toISOString()],
      })
    },
    clean: async (seed, moment) => {
      shown = moment
      await together([
        ...putBack('first', back),
        `UPDATE organisation SET epoch = simulator.gen_random_uuid()`,
        'DELETE FROM graphile_worker._private_jobs',
        'DELETE FROM limits.bucket',
        `UPDATE simulator.world SET moment = '${new Date(moment).toISOString()}', seed = ${seed}`,
        'ALTER SEQUENCE simulator.draws RESTART',
      ])
    },
    backUp: () =>
      together(
        back.flatMap((name) => [
          `DELETE FROM simulator.backup_${name}`,
          `INSERT INTO simulator.backup_${name} SELECT * FROM ${name}`,
        ]),
      ),
    restore: () =>
      together([...putBack('backup', back), 'UPDATE organisation SET epoch = simulator.gen_random_uuid()']),
    end: () => client.end(),
  }
}
