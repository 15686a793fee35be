import type { Client } from 'pg'
import { ORG } from '../work/tickets.ts'
import { TECHNICIANS } from './office.ts'

/** A hundred people in the field, with the demo's password. */
export async function addTechnicians(client: Client): Promise<void> {
  await client.query(
    `WITH added AS (
      INSERT INTO account (email, full_name, password_hash)
      SELECT 'tech.' || i || '@demo.test', 'Technician ' || i, a.password_hash
      FROM generate_series(0, $1 - 1) i, account a WHERE a.email = 'tech.a@demo.test'
      RETURNING account_id)
    INSERT INTO membership (org_id, account_id, role) SELECT $2, account_id, 'technician' FROM added`,
    [TECHNICIANS, ORG],
  )
}

/** Moves what is there into the morning, so that the day's changes were made after it. */
export async function makeItMorning(client: Client, minutes: number): Promise<void> {
  const ago = `${minutes} minutes`
  await client.query(
    `UPDATE document_version SET created_at = created_at - $1::interval, effective_at = effective_at - $1::interval`,
    [ago],
  )
  await client.query('UPDATE document SET modified = modified - $1::interval', [ago])
}

/** Mutations for which somebody's value was chosen over another's, and those of them that wait for a person. */
export async function countConflicts(
  client: Client,
  devices: readonly string[],
): Promise<{ chosen: number; held: number }> {
  const { rows } = await client.query<{ chosen: string; held: string }>(
    `SELECT count(DISTINCT c.mutation_id) AS chosen,
      count(DISTINCT c.mutation_id) FILTER (WHERE c.state = 'open') AS held
    FROM conflict c WHERE c.org_id = $1 AND c.device_id = ANY($2::uuid[])`,
    [ORG, devices],
  )
  return { chosen: Number(rows[0]?.chosen), held: Number(rows[0]?.held) }
}
