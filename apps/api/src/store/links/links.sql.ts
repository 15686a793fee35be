import type { Doc, DocTypeRule } from '@dartwing/rules'
import type { Statements } from '../../platform/prisma/database.ts'
import type { DocumentKey } from '../documents.sql.ts'

/** One open document that goes stale when what it links to changes. */
export interface Link extends DocumentKey {
  readonly target_doctype: string
  readonly target_name: string
}

/** What has no more characters than a document's name may have. */
const NAME_LENGTH_MAX = 140

/** What a document links to as long as it is open; null = a tombstone, which links to nothing. */
export function linksOf(rule: DocTypeRule, name: string, data: Doc | null): Link[] {
  if (data === null) return []
  return (rule.links ?? []).flatMap(({ doctype, field, open }) => {
    const target = data[field]
    if (typeof target !== 'string' || target === '' || target.length > NAME_LENGTH_MAX) return []
    const state = open === undefined ? undefined : data[open.field]
    if (typeof state === 'string' && open?.not_in.includes(state)) return []
    return [{ target_doctype: doctype, target_name: target, doctype: rule.name, name }]
  })
}

export async function replaceLinks(
  tx: Statements,
  org: string,
  removed: readonly Link[],
  added: readonly Link[],
): Promise<void> {
  if (removed.length > 0) {
    await tx.$executeRaw`
      DELETE FROM link l USING jsonb_to_recordset(${JSON.stringify(removed)}::jsonb)
        AS r(target_doctype text, target_name text, doctype text, name text)
      WHERE l.org_id = ${org} AND l.target_doctype = r.target_doctype AND l.target_name = r.target_name
        AND l.doctype = r.doctype AND l.name = r.name`
  }
  if (added.length === 0) return
  await tx.$executeRaw`
    INSERT INTO link (org_id, target_doctype, target_name, doctype, name)
    SELECT ${org}, r.target_doctype, r.target_name, r.doctype, r.name
    FROM jsonb_to_recordset(${JSON.stringify(added)}::jsonb)
      AS r(target_doctype text, target_name text, doctype text, name text)
    ORDER BY r.target_doctype, r.target_name, r.doctype, r.name
    ON CONFLICT DO NOTHING`
}
