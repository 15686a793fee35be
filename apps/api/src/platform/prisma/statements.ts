import pg from 'pg'
import { Prisma } from '../../generated/prisma/client.ts'

/** A transaction that takes SQL only. Prisma's own takes it too, in the same form. */
export interface Statements {
  $queryRaw<T = unknown>(query: TemplateStringsArray | Prisma.Sql, ...values: readonly unknown[]): Promise<T>
  /** Answers how many rows it changed. */
  $executeRaw(query: TemplateStringsArray | Prisma.Sql, ...values: readonly unknown[]): Promise<number>
}

/** A statement's name on its connection; '' = none. */
export type StatementName = (query: { readonly sql: string }) => string

/**
 * Runs `work` in one transaction on a connection of the pool, without Prisma between: it writes every value as JSON
 * and reads every row through a plan of its own, which on the way of every upload costs as much as the rules.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  nameOf: StatementName,
  work: (tx: Statements) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let isUsable = false
  try {
    await client.query('BEGIN')
    const result = await work(statementsOn(client, nameOf))
    const { command } = await client.query('COMMIT')
    if (command !== 'COMMIT') throw new Error(`PostgreSQL answered a commit with ${command}`)
    isUsable = true
    return result
  } catch (error) {
    isUsable = await rolledBack(client)
    throw error
  } finally {
    client.release(!isUsable)
  }
}

async function rolledBack(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK')
    return true
  } catch {
    return false
  }
}

function statementsOn(client: pg.PoolClient, nameOf: StatementName): Statements {
  const run = async (query: TemplateStringsArray | Prisma.Sql, given: readonly unknown[]) => {
    const { text, values } = 'text' in query ? query : Prisma.sql(query, ...given)
    return client.query({ name: nameOf({ sql: text }), text, values, types: TYPES })
  }
  return {
    // What comes back is what the statement says, as with Prisma's.
    $queryRaw: async <T>(query: TemplateStringsArray | Prisma.Sql, ...given: readonly unknown[]) =>
      (await run(query, given)).rows as T,
    $executeRaw: async (query, ...given) => (await run(query, given)).rowCount ?? 0,
  }
}

/** Numbers of 64 bits as Prisma reads them; the driver alone would make them text. */
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? BigInt : pg.types.getTypeParser(oid, format),
}
