import type { Client } from 'pg'

/** One organisation, as one snapshot of the database shows it. */
export interface Organisation {
  readonly org: string
  readonly timeZone: string
  readonly client: Client
  /** Where the content of files is, if it can be looked at. */
  readonly filesDir: string | null
}

export interface Violation {
  readonly reason: string
  /** How many rows break it so. */
  readonly count: number
  /** The first few of them. */
  readonly places: readonly string[]
}

export interface Finding {
  /** How many rows were looked at. */
  readonly rows: number
  readonly violations: readonly Violation[]
}

export interface Invariant {
  /** As docs/invariants.md counts them. */
  readonly number: number
  readonly title: string
  check(organisation: Organisation): Promise<Finding>
}

/** A reason, and the query for the rows that break the invariant so: one text column `place`. */
export interface Breach {
  readonly reason: string
  readonly sql: string
}

const PLACES_MAX = 3

/** Counts the rows looked at, and asks every breach's query. `$1` is the organisation, `$2` the parameter. */
export async function bySql(
  { client, org }: Organisation,
  rows: string,
  breaches: readonly Breach[],
  parameter: unknown = null,
): Promise<Finding> {
  const valuesFor = (sql: string) => (sql.includes('$2') ? [org, JSON.stringify(parameter)] : [org])
  const counted = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM (${rows}) r`,
    valuesFor(rows),
  )
  const violations: Violation[] = []
  for (const { reason, sql } of breaches) {
    const found = await client.query<{ place: string; n: number }>(
      `SELECT b.place, (count(*) OVER ())::int AS n FROM (${sql}) b ORDER BY b.place LIMIT ${PLACES_MAX}`,
      valuesFor(sql),
    )
    const count = found.rows[0]?.n ?? 0
    if (count > 0) violations.push({ reason, count, places: found.rows.map(({ place }) => place) })
  }
  return { rows: counted.rows[0]?.n ?? 0, violations }
}

/** The same violations of rows that were looked at in memory. */
export function violationOf(reason: string, places: readonly string[]): Violation[] {
  if (places.length === 0) return []
  return [{ reason, count: places.length, places: places.toSorted().slice(0, PLACES_MAX) }]
}
