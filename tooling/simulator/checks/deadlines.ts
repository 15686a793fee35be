import type { Client } from 'pg'
import type { Violation } from './violation.ts'

/** People have the time they were promised: the timer decides nothing, and goes to nobody, before the deadline. */
export async function checkDeadlines(client: Client): Promise<Violation[]> {
  const { rows } = await client.query<{ id: string; doctype: string; name: string }>(
    `SELECT conflict_id::text AS id, doctype, name FROM conflict
     WHERE escalated_at < due_at OR (resolution ->> 'action' = 'timeout' AND resolved_at < due_at)
     ORDER BY conflict_id`,
  )
  return rows.map(({ id, doctype, name }) => ({
    check: 'deadlines are kept',
    detail: `${id} (${doctype} ${name}) was dealt with before its time`,
  }))
}
