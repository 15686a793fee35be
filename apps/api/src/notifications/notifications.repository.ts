import { type NotificationKind, UNSEEN_MAX } from '@dartwing/protocol'
import type { Notice } from '@dartwing/rules'
import type { Member } from '../access/rights.ts'
import { Prisma, type Transaction } from '../platform/prisma/database.ts'
import type { NotificationFacts } from '../store/notifications.sql.ts'

export interface NotificationRow {
  readonly id: string
  readonly kind: NotificationKind
  readonly doctype: string
  readonly name: string
  readonly conflict_id: string | null
  readonly notice: Notice
  /** Empty of what was told by an earlier release. */
  readonly facts: Partial<NotificationFacts>
  readonly created_at: string
  readonly seen: boolean
}

/** A place in the list; the instant is exact. */
interface Place {
  readonly at: string
  readonly id: string
}

/** Of notifications `n`, as they are read. */
export const NOTIFICATION_COLUMNS = Prisma.sql`n.notification_id::text AS id, n.kind, n.doctype, n.name,
  n.conflict_id::text AS conflict_id, n.notice, n.facts,
  to_char(n.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
  n.read_at IS NOT NULL AS seen`

/** The member's own, the newest first. */
export async function listNotifications(
  tx: Transaction,
  { org, email }: Member,
  { after, limit }: { readonly after: Place | null; readonly limit: number },
): Promise<NotificationRow[]> {
  const later =
    after === null
      ? Prisma.empty
      : Prisma.sql`AND (n.created_at, n.notification_id) < (${after.at}::timestamptz, ${after.id}::uuid)`
  return tx.$queryRaw<NotificationRow[]>`
    SELECT ${NOTIFICATION_COLUMNS} FROM notification n
    WHERE n.org_id = ${org} AND n.recipient = ${email} ${later}
    ORDER BY n.created_at DESC, n.notification_id DESC LIMIT ${limit}`
}

export async function countUnseen(tx: Transaction, { org, email }: Member): Promise<number> {
  const [row] = await tx.$queryRaw<{ unseen: number }[]>`
    SELECT count(*)::integer AS unseen FROM (SELECT FROM notification n
      WHERE n.org_id = ${org} AND n.recipient = ${email} AND n.read_at IS NULL LIMIT ${UNSEEN_MAX}) AS counted`
  return row?.unseen ?? 0
}

/** That one and all before it. */
export async function markSeen(tx: Transaction, { org, email }: Member, upTo: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE notification n SET read_at = now() FROM notification last
    WHERE last.org_id = ${org} AND last.recipient = ${email} AND last.notification_id = ${upTo}::uuid
      AND n.org_id = ${org} AND n.recipient = ${email} AND n.read_at IS NULL
      AND (n.created_at, n.notification_id) <= (last.created_at, last.notification_id)`
}

export async function mutedOf(tx: Transaction, { org, account_id }: Member): Promise<readonly string[]> {
  const [row] = await tx.$queryRaw<{ muted: string[] }[]>`
    SELECT s.muted FROM notification_setting s WHERE s.org_id = ${org} AND s.account_id = ${account_id}::uuid`
  return row?.muted ?? []
}

export async function writeMuted(
  tx: Transaction,
  { org, account_id }: Member,
  muted: readonly NotificationKind[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO notification_setting (org_id, account_id, muted)
    VALUES (${org}, ${account_id}::uuid, ${[...muted]}::text[])
    ON CONFLICT (org_id, account_id) DO UPDATE SET muted = excluded.muted`
}
