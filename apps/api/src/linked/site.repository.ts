import type { Transaction } from '../platform/prisma/database.ts'
import type { DocumentKey } from '../store/documents.sql.ts'

/** The last the site has said about a document. */
export interface SiteState {
  readonly modified: string
  readonly deleted: boolean
}

/** Null = there is no such organisation. */
export async function webhookRevisionOf(tx: Transaction, org: string): Promise<number | null> {
  const row = await tx.organisation.findUnique({ where: { orgId: org }, select: { webhookRevision: true } })
  return row?.webhookRevision ?? null
}

export async function lockSiteState(
  tx: Transaction,
  org: string,
  key: DocumentKey,
): Promise<SiteState | null> {
  const rows = await tx.$queryRaw<SiteState[]>`
    SELECT f.modified, f.deleted FROM frappe_document f
    WHERE f.org_id = ${org} AND f.doctype = ${key.doctype} AND f.name = ${key.name} FOR UPDATE`
  return rows[0] ?? null
}

/** Of two that write the first state of a document at once, one ends here (23505) and runs again. */
export async function writeSiteState(
  tx: Transaction,
  org: string,
  key: DocumentKey,
  { state, isFirst }: { readonly state: SiteState; readonly isFirst: boolean },
): Promise<void> {
  if (isFirst) {
    await tx.$executeRaw`
      INSERT INTO frappe_document (org_id, doctype, name, modified, deleted)
      VALUES (${org}, ${key.doctype}, ${key.name}, ${state.modified}, ${state.deleted})`
    return
  }
  await tx.$executeRaw`
    UPDATE frappe_document SET modified = ${state.modified}, deleted = ${state.deleted}
    WHERE org_id = ${org} AND doctype = ${key.doctype} AND name = ${key.name}`
}
