import type { ClientStatus } from './contract.ts'
import { heldDocuments } from './local/documents.ts'
import type { Statements } from './local/driver.ts'
import { unsettled } from './local/queue.ts'
import { readSetting } from './local/settings.ts'

export async function readStatus(
  db: Statements,
  now: Pick<ClientStatus, 'syncing' | 'live'>,
): Promise<ClientStatus> {
  const entries = await unsettled(db)
  const rejected = entries.filter((entry) => entry.state === 'rejected').length
  return {
    ...now,
    device_id: (await readSetting(db, 'device_id')) ?? '',
    org: (await readSetting(db, 'org')) ?? '',
    account: await readSetting(db, 'account'),
    signed_in: (await readSetting(db, 'access_token')) !== null,
    reauth: (await readSetting(db, 'reauth')) !== null,
    blocked: await readSetting(db, 'blocked'),
    waiting: entries.length - rejected,
    rejected,
    held: (await heldDocuments(db)).length,
    complete: (await readSetting(db, 'cursor')) !== null && (await readSetting(db, 'full_read')) === null,
  }
}
