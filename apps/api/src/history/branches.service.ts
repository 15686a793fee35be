import type { Branch, BranchList } from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'
import { Injectable } from '@nestjs/common'
import { namesOf } from '../access/accounts.repository.ts'
import { isPersonal } from '../access/rights.ts'
import type { Account } from '../access/tokens.ts'
import { Database } from '../platform/prisma/database.ts'
import type { DocumentKey } from '../store/documents.sql.ts'
import { deviceTitle, titleOf } from '../store/title.ts'
import { type BranchRecord, branchesOf } from './branches.repository.ts'
import { visibleDocument } from './visible-document.ts'

/** What was kept beside a document. Reading only: whatever is done about a branch is an ordinary write. */
@Injectable()
export class BranchesService {
  constructor(private readonly database: Database) {}

  async list(account: Account, org: string, asked: DocumentKey): Promise<BranchList> {
    return this.database.inOrganisation(org, async (tx) => {
      const found = await visibleDocument(tx, account, org, asked)
      const key = { doctype: asked.doctype, name: found.document.branch_of ?? asked.name }
      const { member, rule, document } = await visibleDocument(tx, account, org, key)
      const mine = ({ audience }: BranchRecord) =>
        !isPersonal(rule, member.role) || audience.includes(member.email)
      const records = (await branchesOf(tx, org, key)).filter(mine)
      const names = await namesOf(tx, [...new Set(records.map(({ author }) => author))])
      return {
        root: {
          name: key.name,
          version: document.version,
          title: titleOf(key.doctype, document.data, key.name),
          deleted: document.deleted,
        },
        items: records.map((record) => toBranch(key.doctype, record, names)),
      }
    })
  }
}

function toBranch(doctype: string, record: BranchRecord, names: ReadonlyMap<string, string>): Branch {
  const { name, version, data, author, device_id, made_at, created_at } = record
  return {
    name,
    version,
    title: titleOf(doctype, data, name),
    label: textIn(data, 'branch_label'),
    author,
    author_name: names.get(author) ?? author,
    device: deviceTitle(device_id),
    made_at,
    created_at,
    reviewed_at: reviewedAt(data, created_at),
  }
}

/** A branch takes its fields along from what it was made of; what was said before it existed was not about it. */
function reviewedAt(data: Doc, created_at: string): string | null {
  const at = Date.parse(textIn(data, 'reviewed_at') ?? '')
  return Number.isNaN(at) || at < Date.parse(created_at) ? null : new Date(at).toISOString()
}

function textIn(data: Doc, field: string): string | null {
  const value = data[field]
  return typeof value === 'string' && value !== '' ? value : null
}
