import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { SyncClient } from '@dartwing/client'
import { checkInvariants } from '@dartwing/operate/check'
import type { Device, World } from '../devices/device.ts'
import { ADDRESS, ORG, PASSWORD } from '../devices/slots.ts'
import type { Site } from '../office/site.ts'
import { type Stage, straight } from '../run/stage.ts'
import { checkContent } from './content.ts'
import { checkSame } from './convergence.ts'
import { checkDeadlines } from './deadlines.ts'
import { checkNothingLost } from './ledger.ts'
import { checkSecrecy } from './secrecy.ts'
import { checkSignIns } from './sign-ins.ts'
import { checkSite } from './site.ts'
import { checkSums } from './sums.ts'
import { checkTold } from './told.ts'
import type { Violation } from './violation.ts'

/** Looks at a world that has come to rest. */
export async function checkAll(
  stage: Stage,
  world: World,
  { devices, site }: { readonly devices: readonly Device[]; readonly site: Site },
): Promise<Violation[]> {
  const { client } = stage.owner
  const isRestored = world.chaos.counts.restore > 0
  const violations = [
    ...(await checkNothingLost(client, devices, isRestored)),
    ...(await checkContent(client, devices)),
    ...(await checkSums(client, devices, isRestored)),
    ...(await checkTold(client, devices)),
    ...(await checkSecrecy(client, devices)),
    ...(await checkDeadlines(client)),
    ...(await checkSite(client, site, isRestored)),
    ...checkSignIns(devices, world.chaos.counts, world.network.takenForThieves),
  ]
  for (const { org, findings } of await checkInvariants(stage.databaseUrl)) {
    for (const { title, violations: broken } of findings) {
      for (const { reason, count, places } of broken) {
        violations.push({ check: title, detail: `${org}: ${count} ${reason}: ${places.join('; ')}` })
      }
    }
  }
  for (const device of devices) {
    const witness = await openWitness(stage, world, device)
    try {
      violations.push(...(await checkSame(device.name, device.client, witness)))
    } finally {
      await witness.close()
    }
  }
  return violations
}

/** A phone of the same person that has never read anything. */
async function openWitness(
  stage: Stage,
  { product, scheduler, randomFor }: World,
  { slot, name }: Device,
): Promise<SyncClient> {
  const path = join(stage.folder, `${name}-witness.sqlite`)
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  copyFileSync(stage.witness(slot), path)
  const [replica] = stage.replicas
  if (replica === undefined) throw new Error('There is no server')
  const random = randomFor(`witness ${name}`)
  const client = await product.createSyncClient({
    address: ADDRESS,
    org: ORG,
    database: path,
    ports: {
      now: scheduler.now,
      uuid: random.uuid,
      random: random.next,
      delay: async () => {},
      fetch: (address, init) => straight(replica, address, init),
    },
    requestTimeoutMs: 2_000_000_000,
  })
  let { ended } = await client.sync()
  if (ended.kind === 'reauth') {
    await client.login(slot.email, PASSWORD)
    ended = (await client.sync()).ended
  }
  if (ended.kind !== 'complete') throw new Error(`A new phone can not read: ${JSON.stringify(ended)}`)
  return client
}
