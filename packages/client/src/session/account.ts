import { forgetFetched } from '../attachments/cache.ts'
import { ClientError } from '../client-error.ts'
import type { Driver, Statements } from '../local/driver.ts'
import { unsettled } from '../local/queue.ts'
import { readSetting, writeSetting } from '../local/settings.ts'
import type { Ports } from '../ports.ts'

/** Binds a database to its organisation and gives the device its id, once. */
export async function bindDevice(
  driver: Driver,
  ports: Ports,
  wanted: { org: string; deviceId: string | undefined },
): Promise<void> {
  await driver.transaction(async (tx) => {
    await bindOnce(tx, 'org', wanted.org, 'organisation')
    const known = await readSetting(tx, 'device_id')
    await bindOnce(tx, 'device_id', wanted.deviceId ?? known ?? ports.uuid(), 'device')
  })
}

async function bindOnce(
  tx: Statements,
  key: 'org' | 'device_id',
  wanted: string,
  what: string,
): Promise<void> {
  const known = await readSetting(tx, key)
  if (known !== null && known !== wanted) {
    throw new ClientError('database_mismatch', `This database belongs to ${what} ${known}, not ${wanted}`)
  }
  await writeSetting(tx, key, wanted)
}

/** Whether the database is this account's, or nobody's yet. */
export async function isSameAccount(db: Statements, email: string): Promise<boolean> {
  const account = await readSetting(db, 'account')
  return account === null || sameAddress(account, email)
}

/** Refuses another person while the first one's work is not on the server: it would be sent in their name. */
export async function ensureAccountMaySignIn(db: Statements, email: string): Promise<void> {
  if (await isSameAccount(db, email)) return
  const account = await readSetting(db, 'account')
  const waiting = (await unsettled(db)).length
  if (waiting > 0) {
    throw new ClientError(
      'account_mismatch',
      `This device holds ${waiting} change(s) of ${account} that are not on the server: sign in as ${account} and sync or discard them first`,
    )
  }
}

const OF_THE_ACCOUNT = [
  'cursor',
  'epoch',
  'full_read',
  'reads',
  'blocked',
  'offline_since',
  'last_sync_at',
] as const

/** The database becomes this account's. Another account's copies go, and the device starts anew. */
export async function bindAccount(tx: Statements, email: string, ports: Ports): Promise<void> {
  if (!(await isSameAccount(tx, email))) {
    await tx.run('DELETE FROM document')
    await tx.run('DELETE FROM decision')
    await tx.run('DELETE FROM mutation')
    await forgetFetched(tx)
    for (const key of OF_THE_ACCOUNT) await writeSetting(tx, key, null)
    await writeSetting(tx, 'device_id', ports.uuid())
  }
  await writeSetting(tx, 'account', email)
}

function sameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
