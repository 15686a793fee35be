import type { AuditEntry } from '@dartwing/protocol'
import { Prisma, type Transaction } from '../../platform/prisma/database.ts'

/** What is being done; when, and its id, are the database's. */
export type AuditedAct = Omit<AuditEntry, 'id' | 'at'> & { readonly org: string }

/** In the transaction that does it: there is the act with its entry, or neither. */
export async function appendAudit(tx: Transaction, act: AuditedAct): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO access_event (org_id, actor, act, subject, from_value, to_value)
    VALUES (${act.org}, ${act.actor}, ${act.act}, ${act.subject}, ${act.from}, ${act.to})`
}

/** A place in the audit; the instant is exact, to the microsecond. */
export interface AuditPosition {
  readonly at: string
  readonly id: string
}

type AuditRow = Omit<AuditEntry, 'at'> & { readonly at: Date; readonly exactly: string }

const EXACTLY = Prisma.sql`to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** The latest first. */
export async function readAudit(
  tx: Transaction,
  org: string,
  { before, limit }: { readonly before: AuditPosition | null; readonly limit: number },
): Promise<AuditRow[]> {
  const earlier =
    before === null
      ? Prisma.empty
      : Prisma.sql`AND (e.at, e.event_id) < (${before.at}::timestamptz, ${before.id}::uuid)`
  return tx.$queryRaw<AuditRow[]>`
    SELECT e.event_id::text AS id, e.at, ${EXACTLY} AS exactly, e.actor, e.act, e.subject, e.from_value AS "from",
      e.to_value AS "to"
    FROM access_event e WHERE e.org_id = ${org} ${earlier}
    ORDER BY e.at DESC, e.event_id DESC LIMIT ${limit}`
}
