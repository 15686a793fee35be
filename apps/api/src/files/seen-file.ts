import { type DocTypeRule, docTypeRule } from '@dartwing/rules'
import { memberOf } from '../access/membership.repository.ts'
import { isPersonal, isReachable, type Member, may } from '../access/rights.ts'
import type { Account } from '../access/tokens.ts'
import type { Transaction } from '../platform/prisma/database.ts'
import { ProblemException } from '../platform/problem/problem.ts'
import { readDocument } from '../store/documents.sql.ts'
import type { StoredDocument } from '../store/stored-document.ts'
import { whyUnstorable } from '../store/values/storable.ts'
import type { Content } from './files.repository.ts'

export const FILE = ruleOf('File')

/** The record a file belongs to, as it is now. */
interface Parent {
  readonly rule: DocTypeRule
  readonly document: StoredDocument
}

export interface SeenFile {
  readonly member: Member
  readonly document: StoredDocument
  /** Null = it belongs to none, or to one that is not there. */
  readonly parent: Parent | null
}

/** The File document, as one of the organisation sees it, before it is asked what may be done with its content. */
export async function seenFile(
  tx: Transaction,
  account: Account,
  org: string,
  name: string,
): Promise<SeenFile> {
  const member = await memberOf(tx, org, account)
  if (!may(FILE, member.role, 'read') || whyUnstorable(name) !== null) throw new ProblemException('not_found')
  const document = await readDocument(tx, org, { doctype: FILE.name, name })
  if (document === undefined || document.deleted) throw new ProblemException('not_found')
  return { member, document, parent: await parentOf(tx, org, document) }
}

async function parentOf(tx: Transaction, org: string, { data }: StoredDocument): Promise<Parent | null> {
  const { attached_to_doctype: doctype, attached_to_name: name } = data
  if (typeof doctype !== 'string' || typeof name !== 'string') return null
  const rule = docTypeRule(doctype)
  if (rule === undefined || whyUnstorable(name) !== null) return null
  const document = await readDocument(tx, org, { doctype, name })
  return document === undefined || document.deleted ? null : { rule, document }
}

const DESK: ReadonlySet<string> = new Set(['resolver', 'admin'])

/** Whoever may read the record reads its files. One without a record is for the desk, and for who brought it. */
export function mayReadContent(
  { member, parent }: SeenFile,
  content: Pick<Content, 'account_id'> | null,
): boolean {
  if (parent === null) {
    return DESK.has(member.role) || content === null || content.account_id === member.account_id
  }
  const { rule, document } = parent
  if (!may(rule, member.role, 'read')) return false
  return !isPersonal(rule, member.role) || document.audience.includes(member.email)
}

/**
 * Whoever may work on the record brings files for it, and for a while those it was taken from: a photo that was
 * made in time may arrive late.
 */
export function mayBringContent({ member, parent }: SeenFile, now: string): boolean {
  if (parent === null) return true
  return may(parent.rule, member.role, 'read') && isReachable(member, parent.rule, parent.document, now)
}

function ruleOf(doctype: string): DocTypeRule {
  const rule = docTypeRule(doctype)
  if (rule === undefined) throw new Error(`There is no DocType ${doctype}`)
  return rule
}
