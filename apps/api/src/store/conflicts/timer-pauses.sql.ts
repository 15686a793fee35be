import type { TimerPause } from '@dartwing/protocol'
import { Prisma, type Statements } from '../../platform/prisma/database.ts'

/** Of a conflict `c`: its timer goes on. */
export const TIMER_RUNS = Prisma.sql`NOT EXISTS (SELECT FROM timer_pause p WHERE p.org_id = c.org_id
  AND p.doctype = c.doctype)`

/** Whose timer stands still, by DocType. */
export async function pausesOf(tx: Statements, org: string): Promise<Map<string, TimerPause>> {
  const rows = await tx.$queryRaw<(Omit<TimerPause, 'since'> & { doctype: string; since: Date })[]>`
    SELECT p.doctype, p.reason, p.paused_by AS by, coalesce(a.full_name, p.paused_by) AS by_name,
      p.paused_at AS since
    FROM timer_pause p LEFT JOIN account a ON a.email = p.paused_by
    WHERE p.org_id = ${org} ORDER BY p.doctype`
  return new Map(
    rows.map(({ doctype, since, ...pause }) => [doctype, { ...pause, since: since.toISOString() }]),
  )
}

/** What is settled has no timer. */
export const pauseOf = (
  { state, doctype }: { readonly state: string; readonly doctype: string },
  pauses: ReadonlyMap<string, TimerPause>,
): TimerPause | null => (state === 'open' ? (pauses.get(doctype) ?? null) : null)
