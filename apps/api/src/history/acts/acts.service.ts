import type { ActList, ActListQuery } from '@dartwing/protocol'
import { Injectable } from '@nestjs/common'
import { z } from 'zod'
import { namesOf } from '../../access/accounts.repository.ts'
import { decodeCursor, encodeCursor } from '../../access/members/page-cursor.ts'
import { memberOf } from '../../access/membership.repository.ts'
import type { Account } from '../../access/tokens.ts'
import { Database } from '../../platform/prisma/database.ts'
import { readActs } from './acts.repository.ts'
import { toAct } from './to-act.ts'

/** As the server wrote it: PostgreSQL takes no year before the first. */
const place = z.object({ at: z.iso.datetime().startsWith('2'), id: z.uuid() })

/** Who did what about the conflicts of an organisation. */
@Injectable()
export class ActsService {
  constructor(private readonly database: Database) {}

  async list(account: Account, org: string, request: ActListQuery): Promise<ActList> {
    const before = !request.cursor ? null : decodeCursor(place, request.cursor)
    return this.database.inOrganisation(org, async (tx) => {
      const member = await memberOf(tx, org, account)
      // One more than is shown says whether there is another page.
      const found = await readActs(tx, member, { ...request, limit: request.limit + 1 }, before)
      const shown = found.slice(0, request.limit)
      const names = await namesOf(tx, [...new Set(shown.map(({ actor }) => actor))])
      const last = found.length > shown.length ? shown.at(-1) : undefined
      return {
        items: shown.map((record) => toAct(record, names)),
        next_cursor: last === undefined ? null : encodeCursor({ at: last.exactly, id: last.id }),
      }
    })
  }
}
