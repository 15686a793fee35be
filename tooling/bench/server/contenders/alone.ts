/** PostgreSQL without a server before it: what the same statements cost when nothing else is done. */
import pg from 'pg'
import { type Arena, withClient } from '../arena.ts'
import { type BareRow, BY_INDEX, fillBareTables, makeBareTables, readPage, writeBatch } from './bare.sql.ts'
import type { Contender } from './contender.ts'
import { PAGE_ROWS } from './wire.ts'

const CONNECTIONS = 16

export async function startAlone(arena: Arena, database: string): Promise<Contender> {
  const databaseUrl = await arena.makeDatabase(database)
  await withClient(databaseUrl, makeBareTables)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS, options: BY_INDEX })
  return {
    name: 'PostgreSQL alone',
    databaseUrl,
    databasePid: arena.pid,
    serverPid: null,
    lanesMax: CONNECTIONS,
    fill: (stock) => withClient(databaseUrl, (client) => fillBareTables(client, stock)),
    prepare: async () => {},
    ready: (_device, operations) => {
      const batch = JSON.stringify(operations)
      return async () => {
        const { rows } = await pool.query<{ applied: string }>(writeBatch(batch))
        const applied = Number(rows[0]?.applied)
        return Buffer.from(JSON.stringify({ applied, conflicts: operations.length - applied }))
      }
    },
    tally: (answer) => JSON.parse(answer.toString()),
    page: async (_device, since) => {
      const { rows } = await pool.query<BareRow>(readPage(since ?? '0', PAGE_ROWS))
      const next = rows.length < PAGE_ROWS ? null : (rows.at(-1)?.seq_text ?? null)
      return { rows: rows.length, next, names: () => rows.map((row) => row.name) }
    },
    stop: () => pool.end(),
  }
}
