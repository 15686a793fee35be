import type { Transaction } from '../platform/prisma/database.ts'
import type { DocumentKey } from '../store/documents.sql.ts'

export interface Behind extends DocumentKey {
  /** Where in the feed the linked document itself is. */
  readonly target_seq: string
}

/**
 * Documents that link to the target and have had no place in the feed since it changed, in order of their
 * keys. Whoever has been written since comes after the change anyway.
 */
export async function documentsBehind(
  tx: Transaction,
  org: string,
  target: DocumentKey,
  page: { readonly after: DocumentKey; readonly limit: number },
): Promise<Behind[]> {
  return tx.$queryRaw<Behind[]>`
    SELECT l.doctype, l.name, t.seq::text AS target_seq
    FROM link l
    JOIN document t ON t.org_id = l.org_id AND t.doctype = l.target_doctype AND t.name = l.target_name
    JOIN document d ON d.org_id = l.org_id AND d.doctype = l.doctype AND d.name = l.name
    WHERE l.org_id = ${org} AND l.target_doctype = ${target.doctype} AND l.target_name = ${target.name}
      AND (l.doctype, l.name) > (${page.after.doctype}, ${page.after.name})
      AND d.seq < t.seq AND d.deleted_at IS NULL AND d.archived_at IS NULL
    ORDER BY l.doctype, l.name LIMIT ${page.limit}`
}
