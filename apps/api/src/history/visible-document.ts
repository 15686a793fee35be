import { type DocTypeRule, docTypeRule } from '@dartwing/rules'
import { memberOf } from '../access/membership.repository.ts'
import { isPersonal, type Member, may } from '../access/rights.ts'
import type { Account } from '../access/tokens.ts'
import type { Transaction } from '../platform/prisma/database.ts'
import { ProblemException } from '../platform/problem/problem.ts'
import { type DocumentKey, readDocument } from '../store/documents.sql.ts'
import type { StoredDocument } from '../store/stored-document.ts'
import { whyUnstorable } from '../store/values/storable.ts'

export interface Visible {
  readonly member: Member
  readonly rule: DocTypeRule
  readonly document: StoredDocument
}

/** The document, if the caller may see it now; what is absent and what is hidden look the same. */
export async function visibleDocument(
  tx: Transaction,
  account: Account,
  org: string,
  key: DocumentKey,
): Promise<Visible> {
  const member = await memberOf(tx, org, account)
  const rule = docTypeRule(key.doctype)
  if (rule === undefined || !may(rule, member.role, 'read') || whyUnstorable(key.name) !== null) {
    throw new ProblemException('not_found')
  }
  const document = await readDocument(tx, org, key)
  if (document === undefined) throw new ProblemException('not_found')
  if (isPersonal(rule, member.role) && !document.audience.includes(member.email)) {
    throw new ProblemException('not_found')
  }
  return { member, rule, document }
}
