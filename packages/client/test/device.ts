import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { createSyncClient, type Ports, type SyncClient, type SyncClientOptions } from '../src/index.ts'
import { ScriptedServer } from './scripted-server.ts'

/** One device with a real SQLite file and a real server, made anew for every test. */
export interface Bench {
  readonly server: ScriptedServer
  readonly databasePath: string
  /** The pauses the client asked for; none is waited for. */
  readonly pauses: number[]
  open(options?: Partial<SyncClientOptions>): Promise<SyncClient>
  /** Opened, signed in and synced once. */
  ready(): Promise<SyncClient>
}

export function useBench(): Bench {
  const clients: SyncClient[] = []
  const pauses: number[] = []
  let folder = ''
  let server = new ScriptedServer()
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'device-'))
    server = new ScriptedServer()
    await server.listen()
    pauses.length = 0
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close()
    await server.close()
    await rm(folder, { recursive: true })
  })
  const ports: Partial<Ports> = {
    delay: async (milliseconds) => {
      pauses.push(milliseconds)
    },
  }
  const open = async (options: Partial<SyncClientOptions> = {}): Promise<SyncClient> => {
    const database = join(folder, 'device.sqlite')
    const given = { address: server.address, org: 'ORG-DEMO', database, ports, ...options }
    const client = await createSyncClient(given)
    clients.push(client)
    return client
  }
  return {
    pauses,
    open,
    get server() {
      return server
    },
    get databasePath() {
      return join(folder, 'device.sqlite')
    },
    ready: async () => {
      const client = await open()
      await client.login('ana@demo.test', 'demo')
      await client.sync()
      return client
    },
  }
}
