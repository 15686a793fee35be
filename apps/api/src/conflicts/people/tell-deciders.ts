import { randomUUID } from 'node:crypto'
import type { NotificationKind } from '@dartwing/protocol'
import type { Notice } from '@dartwing/rules'
import type { Committed } from '../../platform/events.ts'
import type { Transaction } from '../../platform/prisma/database.ts'
import { readDocuments } from '../../store/documents.sql.ts'
import { insertNotifications, type NotificationRecord, toEvent } from '../../store/notifications.sql.ts'
import { type ConflictRecord, keyOf } from '../../store/stored-document.ts'
import { emailsOf } from './assignees.repository.ts'
import { decidersOf } from './assignments.service.ts'

export interface Telling {
  readonly conflict: ConflictRecord
  readonly kind: NotificationKind
  readonly message: string
  /** Left until the deadline, of one that is near. */
  readonly minutes?: number
}

/** Tells of conflicts that need a decision: whoever was asked for it, or else everybody who may decide. */
export async function tellDeciders(
  tx: Transaction,
  org: string,
  tellings: readonly Telling[],
  now: string,
): Promise<Committed> {
  const documents = await readDocuments(
    tx,
    org,
    tellings.map(({ conflict }) => conflict),
  )
  const records: NotificationRecord[] = []
  for (const telling of tellings) {
    const { conflict } = telling
    const document = documents.get(keyOf(conflict.doctype, conflict.name))
    const { assignee } = conflict
    const recipients =
      assignee === null ? await emailsOf(tx, decidersOf(org, conflict, document)) : [assignee.email]
    records.push(...recipients.map((recipient) => recordOf(telling, recipient)))
  }
  const written = await insertNotifications(tx, org, records, now)
  return { org, rows: [], conflicts: [], notifications: written.map(toEvent) }
}

function recordOf({ conflict, kind, message, minutes }: Telling, recipient: string): NotificationRecord {
  const { conflict_id, doctype, name, title, due_at } = conflict
  const notice: Notice = { type: 'review_needed', message }
  const facts = { title, by: null, due_at, ...(minutes === undefined ? {} : { minutes }) }
  return { id: randomUUID(), recipient, doctype, name, conflict_id, notice, kind, facts }
}
