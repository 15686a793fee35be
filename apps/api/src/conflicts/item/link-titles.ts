import { type Doc, type DocTypeRule, docTypeRule } from '@dartwing/rules'
import { isPersonal, type Member, may } from '../../access/rights.ts'
import type { Transaction } from '../../platform/prisma/database.ts'
import { readDocuments } from '../../store/documents.sql.ts'
import { titleOf } from '../../store/title.ts'

/** What people call the records these documents link to, by name; only those the member may read. */
export async function linkTitlesOf(
  tx: Transaction,
  member: Member,
  rule: DocTypeRule,
  documents: readonly (Doc | null)[],
): Promise<Map<string, string>> {
  const links = Object.entries(rule.fields).flatMap(([field, { link_to }]) => {
    const linked = link_to === undefined ? undefined : docTypeRule(link_to)
    return linked !== undefined && may(linked, member.role, 'read') && !isPersonal(linked, member.role)
      ? [{ field, doctype: linked.name }]
      : []
  })
  const keys = links.flatMap(({ field, doctype }) => {
    const values = new Set(documents.map((document) => document?.[field]))
    return [...values].flatMap((name) => (typeof name === 'string' && name !== '' ? [{ doctype, name }] : []))
  })
  const found = await readDocuments(tx, member.org, keys)
  return new Map([...found.values()].map(({ doctype, name, data }) => [name, titleOf(doctype, data, name)]))
}
