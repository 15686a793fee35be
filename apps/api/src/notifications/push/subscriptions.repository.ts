import type { PushSubscriptionRequest } from '@dartwing/protocol'
import type { Member } from '../../access/rights.ts'
import { Prisma, type Transaction } from '../../platform/prisma/database.ts'
import { NOTIFICATION_COLUMNS, type NotificationRow } from '../notifications.repository.ts'

/** Of one person; the browser that was added first gives way. */
const SUBSCRIPTIONS_MAX = 20

/** A browser has one subscription: of whoever has asked for it last. */
export async function writeSubscription(
  tx: Transaction,
  { org, account_id }: Member,
  { endpoint, keys, language, time_zone }: PushSubscriptionRequest,
): Promise<string> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO push_subscription (org_id, subscription_id, account_id, endpoint, p256dh, auth, language, time_zone)
    VALUES (${org}, gen_random_uuid(), ${account_id}::uuid, ${endpoint}, ${keys.p256dh}, ${keys.auth}, ${language}, ${time_zone})
    ON CONFLICT (org_id, endpoint) DO UPDATE SET account_id = excluded.account_id, p256dh = excluded.p256dh,
      auth = excluded.auth, language = excluded.language, time_zone = excluded.time_zone
    RETURNING subscription_id::text AS id`
  await tx.$executeRaw`
    DELETE FROM push_subscription s WHERE s.org_id = ${org} AND s.subscription_id IN (
      SELECT o.subscription_id FROM push_subscription o
      WHERE o.org_id = ${org} AND o.account_id = ${account_id}::uuid
      ORDER BY o.created_at DESC, o.subscription_id DESC OFFSET ${SUBSCRIPTIONS_MAX})`
  return row?.id ?? ''
}

/** With what waits for it. */
export async function deleteSubscription(
  tx: Transaction,
  org: string,
  { subscription_id, account_id }: { readonly subscription_id: string; readonly account_id?: string },
): Promise<void> {
  const own = account_id === undefined ? Prisma.empty : Prisma.sql`AND s.account_id = ${account_id}::uuid`
  await tx.$executeRaw`
    DELETE FROM push_subscription s
    WHERE s.org_id = ${org} AND s.subscription_id = ${subscription_id}::uuid ${own}`
}

export interface Pending {
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
  readonly language: string
  readonly time_zone: string
  /** Of everything that waits, also of what is no longer news. */
  readonly ids: readonly string[]
  /** The oldest first. */
  readonly news: readonly NotificationRow[]
}

interface Subscription extends Omit<Pending, 'ids' | 'news'> {
  /** Null: who has left the organisation is told nothing more. */
  readonly email: string | null
}

/** What has been seen in the list, or has waited for a day, is no news. Null: there is no such subscription. */
export async function readPending(tx: Transaction, org: string, id: string): Promise<Pending | null> {
  const subscription = await readSubscription(tx, org, id)
  if (subscription === undefined) return null
  const { email, ...target } = subscription
  const rows = await tx.$queryRaw<(NotificationRow & { is_news: boolean })[]>`
    SELECT ${NOTIFICATION_COLUMNS}, n.recipient = ${email} AND n.read_at IS NULL
      AND n.created_at > now() - interval '1 day' AS is_news
    FROM push_pending p
    JOIN notification n ON n.org_id = p.org_id AND n.notification_id = p.notification_id
    WHERE p.org_id = ${org} AND p.subscription_id = ${id}::uuid
    ORDER BY n.created_at, n.notification_id`
  return { ...target, ids: rows.map((row) => row.id), news: rows.filter(({ is_news }) => is_news) }
}

async function readSubscription(tx: Transaction, org: string, id: string): Promise<Subscription | undefined> {
  const rows = await tx.$queryRaw<Subscription[]>`
    SELECT s.endpoint, s.p256dh, s.auth, s.language, s.time_zone, a.email FROM push_subscription s
    LEFT JOIN membership m ON m.org_id = s.org_id AND m.account_id = s.account_id AND m.joined_at IS NOT NULL
      AND m.disabled_at IS NULL
    LEFT JOIN account a ON a.account_id = m.account_id AND a.disabled_at IS NULL
    WHERE s.org_id = ${org} AND s.subscription_id = ${id}::uuid`
  return rows[0]
}

export async function forgetPending(
  tx: Transaction,
  org: string,
  id: string,
  notificationIds: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM push_pending p WHERE p.org_id = ${org} AND p.subscription_id = ${id}::uuid
      AND p.notification_id = ANY(${[...notificationIds]}::uuid[])`
}
