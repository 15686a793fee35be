import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createSyncClient, type SyncClient, type SyncResult } from '@dartwing/client'
import type { Doc } from '@dartwing/rules'

const PASSWORD = 'demo'

/** One phone, tablet or desk of the demo company, with its own database on disk. */
export interface Device {
  readonly client: SyncClient
  readonly label: string
  /** Saves a change; nothing is sent before the device is back. */
  edit(doctype: string, name: string, data: Doc): Promise<void>
  remove(doctype: string, name: string): Promise<void>
  /** Comes back into reach: pushes, pulls, and insists that all of it was answered. */
  reconnect(): Promise<SyncResult>
  /** What this device shows of a record. */
  see(doctype: string, name: string): Promise<Doc>
}

export interface DeviceRoom {
  /** Opens, signs in and syncs a device once; later calls answer the same one. */
  device(label: string, account: string, appVersion?: string): Promise<Device>
  close(): Promise<void>
}

/** An empty room: devices of an earlier fill remember a server that is no more. */
export async function openDeviceRoom(
  address: string,
  dataDir: string,
  name = 'demo-devices',
): Promise<DeviceRoom> {
  const devices = new Map<string, Promise<Device>>()
  const folder = join(dataDir, name)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const open = async (label: string, account: string, app_version: string): Promise<Device> => {
    const org = account.endsWith('@other.test') ? 'ORG-OTHER' : 'ORG-DEMO'
    const database = join(folder, `${label}.sqlite`)
    const client = await createSyncClient({ address, org, database, app_version })
    await client.login(account, PASSWORD)
    const device = deviceOf(client, label)
    await device.reconnect()
    return device
  }
  return {
    device: (label, account, appVersion = '1.4.0') => {
      const known = devices.get(label) ?? open(label, account, appVersion)
      devices.set(label, known)
      return known
    },
    close: async () => {
      for (const device of await Promise.all(devices.values())) await device.client.close()
    },
  }
}

function deviceOf(client: SyncClient, label: string): Device {
  return {
    client,
    label,
    edit: async (doctype, name, data) => {
      await client.queueChange(doctype, name, data)
    },
    remove: async (doctype, name) => {
      await client.queueDelete(doctype, name)
    },
    reconnect: async () => {
      const result = await client.sync()
      const [refused] = result.rejected
      if (refused) {
        const fields = result.results.find((item) => item.mutation_id === refused.mutation_id)?.error?.fields
        throw new Error(
          `${label}: ${refused.doctype} ${refused.name} was refused (${refused.error?.code}) ${JSON.stringify(fields ?? refused.error)}`,
        )
      }
      if (result.ended.kind !== 'complete' || result.retry.length > 0) {
        throw new Error(`${label}: the sync did not end well: ${JSON.stringify(result.ended)}`)
      }
      return result
    },
    see: async (doctype, name) => {
      const document = await client.get(doctype, name)
      if (!document?.data) throw new Error(`${label} has no ${doctype} ${name}`)
      return document.data
    },
  }
}
