import type { Client } from 'pg'

export interface Statement {
  readonly calls: string
  readonly total_ms: number
  readonly mean_ms: number
  readonly share: number
  readonly rows: string
  readonly query: string
}

export async function beginCounting(client: Client): Promise<void> {
  await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements; SELECT pg_stat_statements_reset()')
}

/** The statements that took most time in this database; what the benchmark itself put in is left out. */
export async function topStatements(client: Client, limit: number): Promise<Statement[]> {
  const { rows } = await client.query<Statement>(
    `SELECT s.calls, s.total_exec_time AS total_ms, s.mean_exec_time AS mean_ms, s.rows,
        s.total_exec_time / sum(s.total_exec_time) OVER () AS share, regexp_replace(s.query, '\\s+', ' ', 'g') AS query
      FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
      WHERE d.datname = current_database() AND s.query !~ '(generate_series|pg_stat_statements|ANALYZE)'
      ORDER BY s.total_exec_time DESC LIMIT $1`,
    [limit],
  )
  return rows
}
