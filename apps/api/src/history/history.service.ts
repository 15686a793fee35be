import type { DocumentVersion, HistoryPage, HistoryQuery } from '@dartwing/protocol'
import { Injectable } from '@nestjs/common'
import { namesOf } from '../access/accounts.repository.ts'
import type { Account } from '../access/tokens.ts'
import { Database } from '../platform/prisma/database.ts'
import { ProblemException } from '../platform/problem/problem.ts'
import type { DocumentKey } from '../store/documents.sql.ts'
import { describe, fieldsIn, toNow } from './described-fields.ts'
import { attemptsOn, versionsBefore } from './history.repository.ts'
import { toEntry, toOrigin } from './to-entry.ts'
import { visibleDocument } from './visible-document.ts'

/** How a document came to be what it is. Nothing here is ever changed; what is old enough is pruned. */
@Injectable()
export class HistoryService {
  constructor(private readonly database: Database) {}

  async page(
    account: Account,
    org: string,
    key: DocumentKey,
    { cursor, limit }: Pick<HistoryQuery, 'cursor' | 'limit'>,
  ): Promise<HistoryPage> {
    const before = cursor === undefined ? undefined : versionOf(cursor)
    return this.database.inOrganisation(org, async (tx) => {
      const visible = await visibleDocument(tx, account, org, key)
      const { rule, document } = visible
      // One more than is shown: it says what the last one changed, and whether there is another page.
      const page = { before: before ?? document.version + 1, limit: limit + 1 }
      const found = await versionsBefore(tx, org, key, page)
      const shown = found.slice(0, limit)
      const versions = shown.map(({ version }) => version)
      const attempts = await attemptsOn(tx, org, key, versions)
      const people = [...shown.map(({ author }) => author), ...attempts.flatMap(({ author }) => author ?? [])]
      const names = await namesOf(tx, [...new Set(people)])
      const items = shown.map((record, index) =>
        toEntry({
          rule,
          record,
          before: found[index + 1],
          attempts: attempts.filter(({ version }) => version === record.version),
          names,
        }),
      )
      return {
        items,
        next_cursor: found.length > limit ? `${versions.at(-1) ?? 1}` : null,
        now: toNow(document),
        fields: describe(visible, fieldsIn(items)),
      }
    })
  }

  async version(account: Account, org: string, key: DocumentKey, version: number): Promise<DocumentVersion> {
    return this.database.inOrganisation(org, async (tx) => {
      const visible = await visibleDocument(tx, account, org, key)
      const [record] = await versionsBefore(tx, org, key, { before: version + 1, limit: 1 })
      if (record?.version !== version) throw new ProblemException('not_found')
      const fields = describe(visible, Object.keys(record.data ?? {}))
      return { ...toOrigin(record, await namesOf(tx, [record.author])), ...key, data: record.data, fields }
    })
  }
}

function versionOf(cursor: string): number {
  if (!/^[1-9]\d{0,8}$/.test(cursor)) throw new ProblemException('invalid_cursor')
  return Number(cursor)
}
