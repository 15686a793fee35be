import { vi } from 'vitest'
import type { Api } from '../api-kit.ts'

/** A fingerprint of every table that belongs to organisations, and what has been counted about sync and decisions. */
export async function everythingKept(api: Api): Promise<Record<string, string>> {
  // What follows from what was done before may still be on its way.
  const waiting = 'SELECT FROM graphile_worker._private_jobs WHERE run_at <= now()'
  await vi.waitUntil(async () => (await api.sql.query(waiting)).rowCount === 0, { timeout: 60_000 })
  const tables = await api.sql.query<{ name: string }>(`
    SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id'
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
    ORDER BY 1`)
  const kept: Record<string, string> = {}
  for (const { name } of tables.rows) {
    const { rows } = await api.sql.query<{ print: string }>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS print FROM "${name}" t`,
    )
    kept[name] = rows[0]?.print ?? ''
  }
  const metrics = await (await fetch(`${api.address}/metrics`)).text()
  const counted = metrics
    .split('\n')
    .filter((line) => /^(sync_\w+_(total|count|sum|bucket)|manual_|auto_|conflict)/.test(line))
  return { ...kept, metrics: counted.join('\n') }
}
