/** Warns of deadlines that are near: once an hour before and once ten minutes before, of every deadline. */
import type { Committed } from '../../platform/events.ts'
import { Prisma, type Transaction } from '../../platform/prisma/database.ts'
import { CONFLICT_COLUMNS } from '../../store/conflicts/conflicts.sql.ts'
import { TIMER_RUNS } from '../../store/conflicts/timer-pauses.sql.ts'
import type { ConflictRecord } from '../../store/stored-document.ts'
import { tellDeciders } from '../people/tell-deciders.ts'

/** In one transaction; what is left is for the next sweep. */
const CHUNK = 50

export async function warnOfNear(tx: Transaction, org: string, now: string): Promise<Committed | null> {
  const near = await claimNear(tx, org)
  if (near.length === 0) return null
  const tellings = near.map(({ minutes, ...conflict }) => {
    const message = `${conflict.doctype} ${conflict.title}: about ${minutes} minutes left to decide.`
    return { conflict, kind: 'deadline_near', message, minutes } as const
  })
  return tellDeciders(tx, org, tellings, now)
}

const THRESHOLD = Prisma.sql`CASE WHEN c.due_at <= now() + interval '10 minutes' THEN 10 ELSE 60 END`

/** Takes those that nobody has been warned of; of two sweeps at once, each conflict goes to one. */
async function claimNear(tx: Transaction, org: string): Promise<(ConflictRecord & { minutes: number })[]> {
  return tx.$queryRaw<(ConflictRecord & { minutes: number })[]>`
    WITH near AS (
      SELECT c.conflict_id, ${THRESHOLD} AS minutes FROM conflict c
      WHERE c.org_id = ${org} AND c.state = 'open' AND c.escalated_at IS NULL AND c.due_at > now() AND ${TIMER_RUNS}
        AND coalesce(c.due_at, 'infinity'::timestamptz) <= now() + interval '60 minutes'
        AND (c.near_due_at IS DISTINCT FROM c.due_at OR c.near_minutes > ${THRESHOLD})
      ORDER BY c.due_at, c.conflict_id LIMIT ${CHUNK} FOR UPDATE OF c SKIP LOCKED),
    told AS (
      UPDATE conflict u SET near_due_at = u.due_at, near_minutes = near.minutes FROM near
      WHERE u.org_id = ${org} AND u.conflict_id = near.conflict_id
      RETURNING u.conflict_id, near.minutes)
    SELECT ${CONFLICT_COLUMNS}, told.minutes::integer AS minutes FROM told
    JOIN conflict c ON c.org_id = ${org} AND c.conflict_id = told.conflict_id`
}
