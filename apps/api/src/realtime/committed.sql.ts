import type { Committed, ConflictChange, Presence, Reference } from '../platform/events.ts'
import { Prisma, type Transaction } from '../platform/prisma/database.ts'
import { CONFLICT_COLUMNS, lookersOf } from '../store/conflicts/conflicts.sql.ts'
import { toSummary } from '../store/conflicts/to-summary.ts'
import { readDocumentsAt } from '../store/documents.sql.ts'
import type { ConflictRecord } from '../store/stored-document.ts'
import { toFeedRow } from '../store/to-feed-row.ts'

type Notifications = Committed['notifications']

/**
 * What commits have done, as it is now: a document that has moved on since then comes with the commit that
 * moved it.
 */
export async function readCommitted(
  tx: Transaction,
  org: string,
  references: readonly Reference[],
): Promise<Committed> {
  const documents = await readDocumentsAt(
    tx,
    org,
    references.flatMap(({ places }) => (places === null ? [] : [places])),
  )
  return {
    org,
    rows: documents.map((document) => ({
      row: toFeedRow(document),
      audience: document.audience,
      former: document.former_audience,
    })),
    conflicts: await readConflicts(
      tx,
      org,
      references.flatMap(({ conflicts }) => conflicts),
    ),
    notifications: await readNotifications(
      tx,
      org,
      references.flatMap(({ notifications }) => notifications),
    ),
    presence: await readPresence(
      tx,
      org,
      references.flatMap(({ presence = [] }) => presence),
    ),
  }
}

async function readConflicts(
  tx: Transaction,
  org: string,
  changes: Reference['conflicts'],
): Promise<ConflictChange[]> {
  if (changes.length === 0) return []
  const records = await tx.$queryRaw<(ConflictRecord & Pick<ConflictChange, 'audience'>)[]>`
    SELECT ${CONFLICT_COLUMNS}, coalesce(d.audience, '{}') AS audience FROM conflict c
    LEFT JOIN document d ON d.org_id = c.org_id AND d.doctype = c.doctype AND d.name = c.name
    WHERE c.org_id = ${org} AND c.conflict_id = ANY (${changes.map(([id]) => id)}::uuid[])`
  const byId = new Map(records.map((record) => [record.conflict_id, record]))
  return changes.flatMap(([id, change]) => {
    const record = byId.get(id)
    return record === undefined ? [] : [{ change, conflict: toSummary(record), audience: record.audience }]
  })
}

async function readPresence(tx: Transaction, org: string, ids: readonly string[]): Promise<Presence[]> {
  if (ids.length === 0) return []
  const conflicts = await tx.$queryRaw<Omit<Presence, 'looking'>[]>`
    SELECT c.conflict_id::text AS conflict_id, c.doctype, coalesce(d.audience, '{}') || c.submitted_by AS audience
    FROM conflict c
    LEFT JOIN document d ON d.org_id = c.org_id AND d.doctype = c.doctype AND d.name = c.name
    WHERE c.org_id = ${org} AND c.conflict_id = ANY (${[...ids]}::uuid[])`
  const looking = await lookersOf(tx, org, ids)
  return conflicts.map((one) => ({ ...one, looking: looking.get(one.conflict_id) ?? [] }))
}

async function readNotifications(
  tx: Transaction,
  org: string,
  ids: readonly string[],
): Promise<Notifications> {
  if (ids.length === 0) return []
  return tx.$queryRaw<Notifications[number][]>(Prisma.sql`
    SELECT n.notification_id::text AS id, n.recipient, n.doctype, n.name, n.conflict_id::text AS conflict_id, n.notice
    FROM notification n
    WHERE n.org_id = ${org} AND n.notification_id = ANY (${[...ids]}::uuid[])`)
}
