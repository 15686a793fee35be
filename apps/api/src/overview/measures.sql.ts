/** The counts that the measures of success are made of: by day of the organisation, and once for all days. */
import { OVERVIEW_DAYS } from '@dartwing/protocol'
import { Prisma, type Statements } from '../platform/prisma/database.ts'

/** What is counted is what began in it; instants by the database's clock. */
export interface Period {
  readonly org: string
  readonly time_zone: string
  readonly from: string
  readonly until: string
}

/** Of one day; null = of all of them. */
interface OfDay {
  readonly day: string | null
}
export interface SyncCounts extends OfDay {
  readonly syncs: number
  readonly items: number
  readonly merged: number
  /** In seconds; null = there were none. */
  readonly p99: number | null
}
export interface ConflictCounts extends OfDay {
  readonly conflicts: number
  readonly manual: number
}
export interface FeedbackCounts extends OfDay {
  readonly lost: number
  readonly scores: number
  readonly mean: number | null
}

/** Is this instant of a row within the period? */
export const during = (at: Prisma.Sql, { from, until }: Pick<Period, 'from' | 'until'>): Prisma.Sql =>
  Prisma.sql`${at} >= ${from}::timestamptz AND ${at} < ${until}::timestamptz`

/** When the first of the days began, and the dates of all of them. */
export async function readDays(
  tx: Statements,
  time_zone: string,
  until: string,
): Promise<{ from: string; days: string[] }> {
  const [row] = await tx.$queryRaw<{ from: Date; days: string[] }[]>`
    SELECT (d.first AT TIME ZONE ${time_zone}) AS from,
      ARRAY(SELECT g::date::text FROM generate_series(d.first, d.last, interval '1 day') g ORDER BY g) AS days
    FROM (SELECT t.today AS last, t.today - make_interval(days => ${OVERVIEW_DAYS - 1}::int) AS first
      FROM (SELECT date_trunc('day', ${until}::timestamptz AT TIME ZONE ${time_zone}) AS today) t) d`
  if (row === undefined) throw new Error('A calendar has days')
  return { from: row.from.toISOString(), days: row.days }
}

export async function countSyncs(tx: Statements, period: Period): Promise<SyncCounts[]> {
  return tx.$queryRaw<SyncCounts[]>`
    SELECT s.day, count(*)::int AS syncs, sum(s.items)::float8 AS items, sum(s.merged)::float8 AS merged,
      (percentile_disc(0.99) WITHIN GROUP (ORDER BY s.seconds))::float8 AS p99
    FROM (SELECT (s.started_at AT TIME ZONE ${period.time_zone})::date::text AS day, s.items, s.merged,
        extract(epoch FROM s.ended_at - s.started_at) AS seconds
      FROM sync s WHERE s.org_id = ${period.org} AND ${during(Prisma.sql`s.started_at`, period)}) s
    GROUP BY GROUPING SETS ((s.day), ()) HAVING count(*) > 0`
}

/** Each conflict on the day it began, whatever has become of it since. */
export async function countConflicts(tx: Statements, period: Period): Promise<ConflictCounts[]> {
  return tx.$queryRaw<ConflictCounts[]>`
    SELECT c.day, count(*)::int AS conflicts, count(*) FILTER (WHERE c.state = 'resolved')::int AS manual
    FROM (SELECT (c.opened_at AT TIME ZONE ${period.time_zone})::date::text AS day, c.state
      FROM conflict c WHERE c.org_id = ${period.org} AND ${during(Prisma.sql`c.opened_at`, period)}) c
    GROUP BY GROUPING SETS ((c.day), ()) HAVING count(*) > 0`
}

export async function countFeedback(tx: Statements, period: Period): Promise<FeedbackCounts[]> {
  return tx.$queryRaw<FeedbackCounts[]>`
    SELECT f.day, count(*) FILTER (WHERE f.lost_data)::int AS lost, count(f.score)::int AS scores,
      avg(f.score)::float8 AS mean
    FROM (SELECT (f.created_at AT TIME ZONE ${period.time_zone})::date::text AS day, f.lost_data, f.score
      FROM feedback f WHERE f.org_id = ${period.org} AND ${during(Prisma.sql`f.created_at`, period)}) f
    GROUP BY GROUPING SETS ((f.day), ()) HAVING count(*) > 0`
}
