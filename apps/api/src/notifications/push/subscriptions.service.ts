import { ECDH } from 'node:crypto'
import type { PushSubscriptionRequest } from '@dartwing/protocol'
import { Inject, Injectable } from '@nestjs/common'
import { memberOf } from '../../access/membership.repository.ts'
import type { Account } from '../../access/tokens.ts'
import { Database } from '../../platform/prisma/database.ts'
import { ProblemException } from '../../platform/problem/problem.ts'
import { SETTINGS, type Settings } from '../../platform/settings.ts'
import { routeTo } from './push-address.ts'
import { deleteSubscription, writeSubscription } from './subscriptions.repository.ts'

@Injectable()
export class SubscriptionsService {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async add(account: Account, org: string, asked: PushSubscriptionRequest): Promise<{ id: string }> {
    if (routeTo(asked.endpoint, this.settings.PUSH_SERVICES) === null) {
      throw refusal('endpoint', 'is not of a push service that this server sends to')
    }
    if (!isKey(asked.keys.p256dh)) throw refusal('keys.p256dh', 'is not a public key')
    if (!isTimeZone(asked.time_zone)) throw refusal('time_zone', 'is not a time zone')
    const id = await this.database.inOrganisation(org, async (tx) =>
      writeSubscription(tx, await memberOf(tx, org, account), asked),
    )
    return { id }
  }

  /** Also of what is gone already, or was never the caller's. */
  async remove(account: Account, org: string, id: string): Promise<void> {
    await this.database.inOrganisation(org, async (tx) => {
      const { account_id } = await memberOf(tx, org, account)
      await deleteSubscription(tx, org, { subscription_id: id, account_id })
    })
  }
}

function refusal(path: string, message: string): ProblemException {
  return new ProblemException('invalid', { fields: [{ path, message }] })
}

/** A point that is not on the curve would fail only when something is sent. */
function isKey(key: string): boolean {
  try {
    return ECDH.convertKey(key, 'prime256v1', 'base64url', 'base64url', 'uncompressed').length > 0
  } catch {
    return false
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
