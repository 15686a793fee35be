import type { NotificationEvent, NotificationKind } from '@dartwing/protocol'
import type { Statements } from '../platform/prisma/database.ts'

export interface NotificationRecord extends NotificationEvent {
  /** The account's e-mail address. */
  readonly recipient: string
  readonly kind: NotificationKind
  readonly facts: NotificationFacts
}

/** What somebody is told of, but for the words. */
export type About = Omit<NotificationRecord, 'id' | 'recipient' | 'notice'>

/** What every language says in its own words. */
export interface NotificationFacts {
  readonly title: string
  /** The name of a person; null: a rule, the deadline, a device. */
  readonly by: string | null
  readonly due_at?: string | null
  readonly minutes?: number
  readonly comment?: string | null
}

/** Delivers to one browser what waits for it. */
export const PUSH_TASK = 'notifications.push'
/** What follows within this time goes with the first, as one message. */
const GATHER_SECONDS = 30

/**
 * Writes them, and for each browser that asked for it, that it has to be told, with the job that tells it. Answers
 * those that are new: what a job tells a second time is there already.
 */
export async function insertNotifications(
  tx: Statements,
  org: string,
  rows: readonly NotificationRecord[],
  at: string,
): Promise<readonly NotificationRecord[]> {
  if (rows.length === 0) return []
  const written = await tx.$queryRaw<{ id: string }[]>`
    WITH written AS (
      INSERT INTO notification (org_id, notification_id, recipient, doctype, name, conflict_id, notice, kind, facts,
        created_at)
      SELECT ${org}, r.id, r.recipient, r.doctype, r.name, r.conflict_id, r.notice, r.kind, r.facts,
        ${at}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, recipient text, doctype text, name text,
        conflict_id uuid, notice jsonb, kind text, facts jsonb)
      ON CONFLICT DO NOTHING
      RETURNING notification_id, recipient, kind),
    pending AS (
      INSERT INTO push_pending (org_id, subscription_id, notification_id)
      SELECT ${org}, s.subscription_id, w.notification_id FROM written w
      JOIN account a ON a.email = w.recipient
      JOIN push_subscription s ON s.org_id = ${org} AND s.account_id = a.account_id
      WHERE NOT EXISTS (SELECT FROM notification_setting q WHERE q.org_id = ${org} AND q.account_id = a.account_id
        AND w.kind = ANY(q.muted))
      RETURNING subscription_id),
    queued AS (
      SELECT gather_job(${PUSH_TASK}, jsonb_build_object('subscription_id', p.subscription_id),
        p.subscription_id::text, now() + make_interval(secs => ${GATHER_SECONDS}::integer))
      FROM (SELECT DISTINCT subscription_id FROM pending) p)
    SELECT w.notification_id::text AS id FROM written w WHERE (SELECT count(*) FROM queued) >= 0`
  const ids = new Set(written.map(({ id }) => id))
  return rows.filter(({ id }) => ids.has(id))
}

/** What is said on sockets: the same as ever. */
export function toEvent({ id, recipient, doctype, name, conflict_id, notice }: NotificationRecord) {
  return { id, recipient, doctype, name, conflict_id, notice }
}
