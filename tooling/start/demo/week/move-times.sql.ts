import type { Client } from 'pg'
import { WEEK_NAMES } from './crew.ts'
import type { Move } from './hours.ts'

/** Whose rows are moved: those of the week's records and of the devices that made them. */
export interface Moved {
  readonly org: string
  readonly devices: readonly string[]
  readonly moves: readonly Move[]
}

/** Moves every time that the week has left behind, and changes nothing else. All of it, or nothing. */
export async function moveTimes(client: Client, { org, devices, moves }: Moved): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query("SELECT set_config('app.org_id', $1, true)", [org])
    await client.query(
      'CREATE TEMP TABLE week_move (since timestamptz, until timestamptz, by interval) ON COMMIT DROP',
    )
    await client.query(
      `INSERT INTO week_move SELECT to_timestamp(f / 1000.0), to_timestamp(u / 1000.0), make_interval(secs => b / 1000.0)
       FROM unnest($1::float8[], $2::float8[], $3::float8[]) AS m(f, u, b)`,
      [moves.map(({ from }) => from), moves.map(({ until }) => until), moves.map(({ byMs }) => byMs)],
    )
    await client.query('CREATE UNIQUE INDEX ON week_move (since DESC)')
    await client.query('ANALYZE week_move')
    await client.query(BY)
    const names = Object.values(WEEK_NAMES).map((prefix) => `${prefix}%`)
    for (const { sql, of } of STATEMENTS) await client.query(sql, [org, of === 'names' ? names : devices])
    await client.query('DROP FUNCTION pg_temp.week_by(timestamptz)')
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

/** How far what happened then goes back; what was before the run stays. */
const BY = `CREATE FUNCTION pg_temp.week_by(t timestamptz) RETURNS interval STABLE LANGUAGE sql AS $$
  SELECT coalesce((SELECT CASE WHEN t < m.until THEN m.by END FROM pg_temp.week_move m
    WHERE m.since <= t ORDER BY m.since DESC LIMIT 1), interval '0') $$`

const moved = (column: string) => `${column} - pg_temp.week_by(${column})`

/** An instant within JSON, written as it was. */
const inside = (value: string, ...path: string[]) => {
  const at = `(${value} #>> '{${path.join(',')}}')::timestamptz`
  return `CASE WHEN ${value} #>> '{${path.join(',')}}' IS NULL THEN ${value} ELSE jsonb_set(${value}, '{${path.join(',')}}',
    to_jsonb(to_char((${moved(at)}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) END`
}

const OF_NAMES = 'org_id = $1 AND name LIKE ANY ($2::text[])'
const OF_DEVICES = 'org_id = $1 AND device_id = ANY ($2::uuid[])'

interface Statement {
  readonly sql: string
  readonly of: 'names' | 'devices'
}

const ofNames = (sql: string): Statement => ({ sql, of: 'names' })
const ofDevices = (sql: string): Statement => ({ sql, of: 'devices' })
const OF_CONFLICTS = `org_id = $1 AND conflict_id IN (SELECT c.conflict_id FROM conflict c
  WHERE c.org_id = $1 AND c.name LIKE ANY ($2::text[]))`

/** How long something took stays as it was: its end goes with its beginning. */
const STATEMENTS: readonly Statement[] = [
  ofDevices(`UPDATE sync SET ended_at = ended_at - pg_temp.week_by(started_at), started_at = ${moved('started_at')}
    WHERE ${OF_DEVICES}`),
  ofDevices(`UPDATE device SET first_seen_at = ${moved('first_seen_at')}, last_seen_at = ${moved('last_seen_at')},
    last_full_read_at = ${moved('last_full_read_at')} WHERE ${OF_DEVICES}`),
  ofNames(`UPDATE document SET modified = ${moved('modified')}, audience_at = ${moved('audience_at')}
    WHERE ${OF_NAMES}`),
  ofNames(`UPDATE document_version SET effective_at = ${moved('effective_at')}, created_at = ${moved('created_at')}
    WHERE ${OF_NAMES}`),
  ofNames(`UPDATE mutation SET received_at = ${moved('received_at')} WHERE ${OF_NAMES}`),
  ofNames(`UPDATE conflict_event SET at = ${moved('at')} WHERE ${OF_CONFLICTS}`),
  ofNames(`UPDATE feedback SET created_at = ${moved('created_at')} WHERE ${OF_CONFLICTS}`),
  ofNames(`UPDATE notification SET created_at = ${moved('created_at')} WHERE ${OF_NAMES}`),
  // An undo has given a new deadline: that one counts from then.
  ofNames(`UPDATE conflict SET due_at = due_at - pg_temp.week_by(due_at - interval '24 hours'),
    opened_at = ${moved('opened_at')}, resolved_at = ${moved('resolved_at')},
    sides = ${inside(inside('sides', 'server', 'at'), 'client', 'at')} WHERE ${OF_NAMES}`),
  ofNames(`UPDATE document d SET conflict = jsonb_set(d.conflict, '{due_at}',
      to_jsonb(to_char(c.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
    FROM conflict c WHERE d.org_id = $1 AND d.name LIKE ANY ($2::text[]) AND c.org_id = d.org_id
      AND c.doctype = d.doctype AND c.name = d.name AND c.state = 'open' AND c.due_at IS NOT NULL`),
]
