/** Open conflicts straight into the table: what is measured is the browser, not how they came to be. */
import type { Client } from 'pg'
import { DOCTYPE, ORG } from '../server/work/tickets.ts'

const SIDE = { actor: 'tech.a@demo.test', actor_name: 'Ana Ortega', at: '2026-01-05T08:00:00Z', device: null }
const SIDES = {
  server: {
    ...SIDE,
    actor: 'reception@demo.test',
    actor_name: 'Dana Ruiz',
    app_version: null,
    offline_seconds: null,
  },
  client: { ...SIDE, device: 'tablet', app_version: '1.0', offline_seconds: 9_000 },
  base: null,
}
const LARGEST = 'LARGEST'

export async function fillQueue(client: Client, count: number, fields: number): Promise<void> {
  await client.query(
    `INSERT INTO conflict (org_id, conflict_id, doctype, name, kind, state, strategy, rule_set, title, headline, base,
        server, client, decisions, fields, sides, submitted_by, mutation_id, due_at, on_timeout)
      SELECT $1, gen_random_uuid(), $2, 'T-' || i, 'field_conflict', 'open', 'field_level', 'bench',
        'Boiler in house ' || i, 'Dana Ruiz changed the priority to High; Ana Ortega, offline 2 h, to Low.',
        '{"priority": "Medium"}', '{"priority": "High"}', '{"priority": "Low"}', '[]', ARRAY['priority'], $3,
        'tech.a@demo.test', gen_random_uuid(), now() + interval '2 hours' + i * interval '7 seconds', 'server_wins'
      FROM generate_series(1, $4 - 1) i`,
    [ORG, DOCTYPE, JSON.stringify(SIDES), count],
  )
  await client.query(
    `WITH field AS (SELECT 'field_' || lpad(i::text, 3, '0') AS name, i FROM generate_series(1, $4::integer) i),
      sides AS (SELECT jsonb_object_agg(name, 'before ' || i) AS base, jsonb_object_agg(name, 'server ' || i) AS server,
        jsonb_object_agg(name, 'device ' || i) AS client, array_agg(name ORDER BY i) AS names FROM field)
    INSERT INTO conflict (org_id, conflict_id, doctype, name, kind, state, strategy, rule_set, title, headline, base,
        server, client, decisions, fields, sides, submitted_by, mutation_id, due_at, on_timeout)
      SELECT $1, gen_random_uuid(), $2, $5, 'field_conflict', 'open', 'field_level', 'bench', 'A record of many fields',
        'Both sides changed every field.', base, server, client, '[]', names, $3, 'tech.a@demo.test',
        gen_random_uuid(), now() + interval '1 hour', 'server_wins'
      FROM sides`,
    [ORG, DOCTYPE, JSON.stringify(SIDES), fields, LARGEST],
  )
  await client.query('ANALYZE conflict')
}

export async function largestItem(client: Client): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT conflict_id::text AS id FROM conflict WHERE org_id = $1 AND name = $2',
    [ORG, LARGEST],
  )
  const [found] = rows
  if (found === undefined) throw new Error('The item of many fields is not there.')
  return found.id
}
