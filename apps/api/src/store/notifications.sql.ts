import type { NotificationEvent } from '@dartwing/protocol'
import type { Statements } from '../platform/prisma/database.ts'

export interface NotificationRecord extends NotificationEvent {
  /** The account's e-mail address. */
  readonly recipient: string
}

export async function insertNotifications(
  tx: Statements,
  org: string,
  rows: readonly NotificationRecord[],
  at: string,
): Promise<void> {
  if (rows.length === 0) return
  await tx.$executeRaw`
    INSERT INTO notification (org_id, notification_id, recipient, doctype, name, conflict_id, notice, created_at)
    SELECT ${org}, r.id, r.recipient, r.doctype, r.name, r.conflict_id, r.notice, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, recipient text, doctype text, name text,
      conflict_id uuid, notice jsonb)`
}
