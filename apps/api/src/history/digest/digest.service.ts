import { DIGEST_ITEMS_MAX, type Digest, type DigestSeenRequest } from '@dartwing/protocol'
import { docTypeRule } from '@dartwing/rules'
import { Injectable } from '@nestjs/common'
import { namesOf } from '../../access/accounts.repository.ts'
import { memberOf } from '../../access/membership.repository.ts'
import type { Account } from '../../access/tokens.ts'
import { Database } from '../../platform/prisma/database.ts'
import { readDocuments } from '../../store/documents.sql.ts'
import { keyOf } from '../../store/stored-document.ts'
import { rememberShown, settledAgainst } from './digest.repository.ts'
import { toDigestItem } from './to-digest-item.ts'

/** What was settled against somebody while they were away, told once. */
@Injectable()
export class DigestService {
  constructor(private readonly database: Database) {}

  async read(account: Account, org: string): Promise<Digest> {
    return this.database.inOrganisation(org, async (tx) => {
      const member = await memberOf(tx, org, account)
      const found = await settledAgainst(tx, member, DIGEST_ITEMS_MAX + 1)
      const shown = found.slice(0, DIGEST_ITEMS_MAX)
      const documents = await readDocuments(tx, org, shown)
      const names = await namesOf(tx, [...new Set(shown.map(({ resolved_by }) => resolved_by ?? ''))])
      const items = shown.flatMap((conflict) => {
        const rule = docTypeRule(conflict.doctype)
        const document = documents.get(keyOf(conflict.doctype, conflict.name))
        const item = rule && toDigestItem({ member, conflict, rule, document, names })
        return item ? [item] : []
      })
      return { items, has_more: found.length > shown.length }
    })
  }

  async remember(account: Account, org: string, { items }: DigestSeenRequest): Promise<void> {
    await this.database.inOrganisation(org, async (tx) => {
      await rememberShown(tx, await memberOf(tx, org, account), items)
    })
  }
}
