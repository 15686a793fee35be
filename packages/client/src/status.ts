import type { ClientStatus } from './contract.ts'
import { heldDocuments } from './local/documents.ts'
import type { Driver, Statements } from './local/driver.ts'
import { unsettled } from './local/queue.ts'
import { readSetting } from './local/settings.ts'
import type { State } from './machine/transitions.ts'

export async function readStatus(
  db: Driver,
  now: Pick<ClientStatus, 'syncing' | 'live' | 'state'>,
): Promise<ClientStatus> {
  const entries = await unsettled(db)
  const waiting = entries.filter((entry) => entry.state !== 'rejected')
  return {
    ...now,
    device_id: (await readSetting(db, 'device_id')) ?? '',
    org: (await readSetting(db, 'org')) ?? '',
    account: await readSetting(db, 'account'),
    signed_in: (await readSetting(db, 'access_token')) !== null,
    reauth: (await readSetting(db, 'reauth')) !== null,
    blocked: await readSetting(db, 'blocked'),
    offline_since: await readSetting(db, 'offline_since'),
    last_sync_at: await readSetting(db, 'last_sync_at'),
    waiting: waiting.length,
    oldest_waiting_at: waiting[0]?.client_ts ?? null,
    rejected: entries.length - waiting.length,
    held: (await heldDocuments(db)).length,
    complete: (await readSetting(db, 'cursor')) !== null && (await readSetting(db, 'full_read')) === null,
    persisted: (await db.persisted?.()) ?? null,
  }
}

/** Where a device stands that was just switched on. */
export async function firstState(db: Statements): Promise<State> {
  const isSignedIn = (await readSetting(db, 'access_token')) !== null
  if (!isSignedIn || (await readSetting(db, 'reauth')) !== null) return 'reauth'
  return (await readSetting(db, 'blocked')) === null ? 'offline' : 'blocked'
}
