import type { Api } from '../api-kit.ts'

/** A fingerprint of every table that belongs to organisations, and what has been counted about sync and decisions. */
export async function everythingKept(api: Api): Promise<Record<string, string>> {
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
  const counted = metrics.split('\n').filter((line) => /^(sync_|manual_|auto_|conflict)/.test(line))
  return { ...kept, metrics: counted.join('\n') }
}
