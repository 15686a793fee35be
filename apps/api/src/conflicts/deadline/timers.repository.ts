import type { Transaction } from '../../platform/prisma/database.ts'
import type { DocumentKey } from '../../store/documents.sql.ts'

export interface Pause {
  readonly doctype: string
  readonly reason: string
  readonly by: string
}

/** False: it stood still already, and goes on doing so for the first reason. */
export async function insertPause(tx: Transaction, org: string, pause: Pause): Promise<boolean> {
  const added = await tx.$executeRaw`
    INSERT INTO timer_pause (org_id, doctype, reason, paused_by)
    VALUES (${org}, ${pause.doctype}, ${pause.reason}, ${pause.by}) ON CONFLICT DO NOTHING`
  return added === 1
}

/** False: it was not standing still. */
export async function deletePause(tx: Transaction, org: string, doctype: string): Promise<boolean> {
  const removed = await tx.$executeRaw`
    DELETE FROM timer_pause p WHERE p.org_id = ${org} AND p.doctype = ${doctype}`
  return removed === 1
}

/** Documents about which a conflict is open whose deadline comes before `until`, and was not dealt with. */
export async function dueBefore(
  tx: Transaction,
  org: string,
  { doctype, until, limit }: { readonly doctype: string; readonly until: string; readonly limit: number },
): Promise<DocumentKey[]> {
  return tx.$queryRaw<DocumentKey[]>`
    SELECT c.doctype, c.name FROM conflict c
    WHERE c.org_id = ${org} AND c.state = 'open' AND c.doctype = ${doctype} AND c.escalated_at IS NULL
      AND c.due_at < ${until}::timestamptz
    ORDER BY c.due_at, c.conflict_id LIMIT ${limit}`
}

export async function countOpenOf(tx: Transaction, org: string, doctype: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ open: number }[]>`
    SELECT count(*)::int AS open FROM conflict c
    WHERE c.org_id = ${org} AND c.state = 'open' AND c.doctype = ${doctype}`
  return row?.open ?? 0
}
