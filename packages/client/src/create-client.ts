import type { SyncClient, SyncClientOptions } from './contract.ts'
import { openNodeDriver } from './local/node-driver.ts'
import { openClient } from './sync-client.ts'

/** Opens (or makes) this device's database and answers its client. Needs no network. */
export async function createSyncClient(options: SyncClientOptions): Promise<SyncClient> {
  const { database } = options
  return openClient(typeof database === 'string' ? openNodeDriver(database) : database, options)
}
