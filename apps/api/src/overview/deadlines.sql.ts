import type { Overview } from '@dartwing/protocol'
import type { Statements } from '../platform/prisma/database.ts'
import { TIMER_RUNS } from '../store/conflicts/timer-pauses.sql.ts'
import type { Period } from './measures.sql.ts'

type Deadlines = Overview['deadlines']
type Hour = Deadlines['hours'][number]

/** The hour that has begun and the 24 after it: what was opened just now is due in the last. */
const LAST_HOUR = 24

export async function dueByHour(tx: Statements, { org, time_zone, until }: Period): Promise<Hour[]> {
  const rows = await tx.$queryRaw<(Omit<Hour, 'from'> & { from: Date })[]>`
    SELECT h.start AS from, count(*) FILTER (WHERE c.runs AND c.on_timeout = 'server_wins')::int AS server_wins,
      count(*) FILTER (WHERE c.runs AND c.on_timeout = 'escalate')::int AS escalate,
      count(*) FILTER (WHERE NOT c.runs)::int AS paused
    FROM (SELECT (date_trunc('hour', ${until}::timestamptz AT TIME ZONE ${time_zone}) AT TIME ZONE ${time_zone})
        + make_interval(hours => i) AS start FROM generate_series(0, ${LAST_HOUR}::int) i) h
    LEFT JOIN LATERAL (SELECT c.on_timeout, ${TIMER_RUNS} AS runs FROM conflict c
      WHERE c.org_id = ${org} AND c.state = 'open' AND c.due_at >= greatest(h.start, ${until}::timestamptz)
        AND c.due_at < h.start + interval '1 hour') c ON true
    GROUP BY h.start ORDER BY h.start`
  return rows.map(({ from, ...counts }) => ({ from: from.toISOString(), ...counts }))
}

/** Those that wait past their deadline, and those that nobody may notice in time. */
export async function countUrgent(
  tx: Statements,
  { org, until }: Period,
): Promise<Pick<Deadlines, 'past' | 'unassigned_soon'>> {
  const [row] = await tx.$queryRaw<Pick<Deadlines, 'past' | 'unassigned_soon'>[]>`
    SELECT count(*) FILTER (WHERE c.due_at < ${until}::timestamptz)::int AS past,
      count(*) FILTER (WHERE c.due_at >= ${until}::timestamptz AND c.assignee IS NULL AND ${TIMER_RUNS}
        AND c.due_at < ${until}::timestamptz + interval '2 hours')::int AS unassigned_soon
    FROM conflict c WHERE c.org_id = ${org} AND c.state = 'open' AND c.due_at IS NOT NULL`
  return row ?? { past: 0, unassigned_soon: 0 }
}

/** Open conflicts by DocType. */
export async function countOpen(tx: Statements, org: string): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ doctype: string; open: number }[]>`
    SELECT c.doctype, count(*)::int AS open FROM conflict c
    WHERE c.org_id = ${org} AND c.state = 'open' GROUP BY c.doctype`
  return new Map(rows.map(({ doctype, open }) => [doctype, open]))
}
