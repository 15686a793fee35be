import type { Client } from 'pg'

export const orgOf = (index: number) => `ORG-LIVE-${index}`
export const emailOf = (index: number) => `live.${index}@demo.test`

/** Organisations with one person each, who has the demo's password. */
export async function addOrganisations(client: Client, count: number): Promise<void> {
  await client.query(
    `WITH numbers AS MATERIALIZED (SELECT i, gen_random_uuid() AS id FROM generate_series(0, $1::integer - 1) i),
      opened AS (INSERT INTO organisation (org_id, title, time_zone)
        SELECT 'ORG-LIVE-' || i, 'Live ' || i, 'Europe/Berlin' FROM numbers),
      counted AS (INSERT INTO org_counter (org_id) SELECT 'ORG-LIVE-' || i FROM numbers),
      added AS (INSERT INTO account (account_id, email, full_name, password_hash)
        SELECT numbers.id, 'live.' || i || '@demo.test', 'Live ' || i, a.password_hash
        FROM numbers, account a WHERE a.email = 'resolver@demo.test')
    INSERT INTO membership (org_id, account_id, role)
      SELECT 'ORG-LIVE-' || i, numbers.id, 'resolver' FROM numbers`,
    [count],
  )
}
