import {
  type NotificationItem,
  type NotificationKind,
  type NotificationPage,
  type NotificationSettings,
  notificationKind,
  type notificationQuery,
} from '@dartwing/protocol'
import { Injectable } from '@nestjs/common'
import { z } from 'zod'
import { decodeCursor, encodeCursor } from '../access/members/page-cursor.ts'
import { memberOf } from '../access/membership.repository.ts'
import type { Account } from '../access/tokens.ts'
import { Database } from '../platform/prisma/database.ts'
import {
  countUnseen,
  listNotifications,
  markSeen,
  mutedOf,
  type NotificationRow,
  writeMuted,
} from './notifications.repository.ts'
import { Vapid } from './push/vapid.ts'

const place = z.object({ at: z.iso.datetime(), id: z.uuid() })

@Injectable()
export class NotificationsService {
  constructor(
    private readonly database: Database,
    private readonly vapid: Vapid,
  ) {}

  async list(
    account: Account,
    org: string,
    { cursor, limit }: z.output<typeof notificationQuery>,
  ): Promise<NotificationPage> {
    const after = cursor === undefined ? null : decodeCursor(place, cursor)
    return this.database.inOrganisation(org, async (tx) => {
      const member = await memberOf(tx, org, account)
      const found = await listNotifications(tx, member, { after, limit: limit + 1 })
      const rows = found.slice(0, limit)
      const last = rows.at(-1)
      return {
        items: rows.map(toItem),
        next_cursor:
          found.length > limit && last !== undefined
            ? encodeCursor({ at: last.created_at, id: last.id })
            : null,
        unseen: await countUnseen(tx, member),
      }
    })
  }

  /** Of a notification that is somebody else's, or none, nothing is before. */
  async see(account: Account, org: string, upTo: string): Promise<void> {
    await this.database.inOrganisation(org, async (tx) => {
      await markSeen(tx, await memberOf(tx, org, account), upTo)
    })
  }

  async settings(account: Account, org: string): Promise<NotificationSettings> {
    return this.database.inOrganisation(org, async (tx) => {
      const muted = await mutedOf(tx, await memberOf(tx, org, account))
      return { push_key: this.vapid.publicKey, muted: muted.filter(isKnown) }
    })
  }

  async mute(
    account: Account,
    org: string,
    kinds: readonly NotificationKind[],
  ): Promise<NotificationSettings> {
    return this.database.inOrganisation(org, async (tx) => {
      const muted = [...new Set(kinds)]
      await writeMuted(tx, await memberOf(tx, org, account), muted)
      return { push_key: this.vapid.publicKey, muted }
    })
  }
}

const isKnown = (kind: string): kind is NotificationKind => notificationKind.safeParse(kind).success

function toItem({ facts, notice, ...row }: NotificationRow): NotificationItem {
  return {
    ...row,
    title: facts.title ?? row.name,
    by: facts.by ?? null,
    minutes: facts.minutes ?? null,
    due_at: facts.due_at ?? null,
    comment: facts.comment ?? null,
    message: notice.message,
  }
}
