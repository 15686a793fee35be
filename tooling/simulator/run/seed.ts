import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { checkInvariants } from '@dartwing/operate/check'
import { ENDPOINTS } from '@dartwing/protocol'
import { checkContent } from '../checks/content.ts'
import { checkSame } from '../checks/convergence.ts'
import { checkDeadlines } from '../checks/deadlines.ts'
import { checkNothingLost } from '../checks/ledger.ts'
import { checkSecrecy } from '../checks/secrecy.ts'
import { checkSignIns } from '../checks/sign-ins.ts'
import { checkSums } from '../checks/sums.ts'
import { checkTold } from '../checks/told.ts'
import type { Violation } from '../checks/violation.ts'
import { Device, type World } from '../devices/device.ts'
import { createNetwork } from '../devices/network.ts'
import { ADDRESS, ORG, PASSWORD, SLOTS, type Slot } from '../devices/slots.ts'
import { DESK, Desk } from '../office/desk.ts'
import { Management } from '../office/management.ts'
import { createServe } from '../server/serve.ts'
import type { Replica } from '../server/server.ts'
import { createChaos } from '../world/chaos.ts'
import { useMachine } from '../world/determinism.ts'
import { randomOf } from '../world/random.ts'
import { createScheduler } from '../world/scheduler.ts'
import { marksOf } from './marks.ts'
import type { Options } from './options.ts'
import type { SeedResult } from './result.ts'
import { START, type Stage, straight } from './stage.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** In virtual time; a world that has not come to rest by then never will. */
const PATIENCE_ROUNDS = 60

/** Lives through one world, from a clean table to its checks. */
export async function runSeed(stage: Stage, options: Options): Promise<SeedResult> {
  const { seed } = options
  const randomFor = (part: string) => randomOf(seed, part)
  await stage.owner.clean(seed, START)
  const scheduler = createScheduler(START)
  useMachine({ now: scheduler.now, random: randomFor('machine') })
  const chaos = createChaos(options, randomFor)
  const violations: Violation[] = []
  const { serve, anyReplica } = createServe({
    stage,
    options,
    scheduler,
    chaos,
    random: randomFor('server'),
    violations,
  })
  const network = createNetwork({ scheduler, chaos, random: randomFor('network'), serve })
  const leftOut = new Set(options.leftOut)
  const world: World = {
    product: stage.product,
    scheduler,
    chaos,
    network,
    randomFor,
    folder: stage.folder,
    violations,
    isLeftOut: (mark) => leftOut.has(mark),
  }
  const devices = options.slots.flatMap((place) => {
    const slot = SLOTS[place]
    return slot === undefined ? [] : [new Device(slot, world, stage.template(slot))]
  })
  const desk = new Desk({
    scheduler,
    random: randomFor('desk'),
    serve,
    signIn: () => signIn(anyReplica()),
    violations,
  })
  const management = new Management({ stage, scheduler, chaos, random: randomFor('management'), anyReplica })
  try {
    await liveThrough({ devices, desk, management, world, options })
    chaos.end()
    await management.heal()
    await comeToRest(stage, devices, world, management)
    await stage.owner.setClock(scheduler.now())
    await checkAll(stage, world, devices, violations)
  } finally {
    for (const device of devices) await device.powerOff()
    for (const { name } of SLOTS) removeFiles(join(stage.folder, `${name}.sqlite`))
  }
  return {
    seed,
    options,
    violations,
    counts: chaos.counts,
    marks: marksOf(scheduler.story),
    made: devices.flatMap(({ made }) => made.map(({ mark }) => mark)),
    mutations: devices.reduce((sum, { made }) => sum + made.length, 0),
    ...(await countConflicts(stage)),
    decisions: desk.decided,
    fingerprint: scheduler.fingerprint(),
    story: scheduler.story,
  }
}

/** The desk's own sign-in, on which nothing goes wrong. */
async function signIn(replica: Replica): Promise<string> {
  const body = JSON.stringify({ email: DESK, password: PASSWORD })
  const headers = { 'content-type': 'application/json' }
  const answer = await replica.handle({ method: 'POST', url: ENDPOINTS.login, headers, body })
  return String(JSON.parse(answer.body).access_token)
}

interface Lives {
  readonly devices: readonly Device[]
  readonly desk: Desk
  readonly management: Management
  readonly world: World
  readonly options: Options
}

/** Everybody does what they do, each at their own pace, until enough has been done. */
async function liveThrough({ devices, desk, management, world, options }: Lives): Promise<void> {
  const { scheduler, randomFor } = world
  const isEnough = () =>
    devices.reduce((sum, { made, leftOut }) => sum + made.length + leftOut, 0) >= options.changes
  const repeat = (part: string, meanMs: number, act: () => Promise<void>) => {
    const random = randomFor(`pace ${part}`)
    const next = () => {
      if (isEnough()) return
      scheduler.after(meanMs * (0.1 + 1.8 * random.next()), async () => {
        await act()
        next()
      })
    }
    next()
  }
  for (const device of devices) {
    await device.powerOn()
    repeat(device.slot.name, options.paceMs, () => device.act())
  }
  repeat('desk', options.paceMs * 1.5, () => desk.act())
  repeat('management', options.paceMs * 2, () => management.act())
  while (!isEnough()) await scheduler.runUntil(scheduler.now() + HOUR)
}

/** Nothing goes wrong any more: queues drain, deadlines pass, and everybody reads to the end. */
async function comeToRest(
  stage: Stage,
  devices: readonly Device[],
  world: World,
  management: Management,
): Promise<void> {
  const { scheduler } = world
  for (const device of devices) await device.heal()
  const isAtRest = async () => {
    for (const device of devices) {
      const { waiting } = await device.client.status()
      if (device.isSyncing || waiting > 0) return false
    }
    return true
  }
  const round = async () => {
    for (const device of devices) device.sync()
    await scheduler.runUntil(scheduler.now() + 10 * MINUTE)
    await management.keepHouse()
  }
  /** Until a round in which nobody had anything to send and nothing was written: in that one everybody read it all. */
  const rest = async () => {
    for (let rounds = 0; rounds < PATIENCE_ROUNDS; rounds += 1) {
      const before = await lastWritten(stage)
      await round()
      if ((await isAtRest()) && (await lastWritten(stage)) === before) return
    }
  }
  await rest()
  // Deadlines pass; what they decide is read too.
  await scheduler.runUntil(scheduler.now() + 25 * HOUR)
  await management.keepHouse()
  await rest()
}

async function lastWritten({ owner }: Stage): Promise<string> {
  const { rows } = await owner.client.query<{ last: string }>(
    "SELECT string_agg(last_seq::text, ' ' ORDER BY org_id) AS last FROM org_counter",
  )
  return rows[0]?.last ?? ''
}

async function checkAll(
  stage: Stage,
  world: World,
  devices: readonly Device[],
  violations: Violation[],
): Promise<void> {
  violations.push(...(await checkNothingLost(stage.owner.client, devices, world.chaos.counts.restore > 0)))
  violations.push(...(await checkContent(stage.owner.client, devices)))
  violations.push(...(await checkSums(stage.owner.client, devices)))
  violations.push(...(await checkTold(stage.owner.client, devices)))
  violations.push(...(await checkSecrecy(stage.owner.client, devices)))
  violations.push(...(await checkDeadlines(stage.owner.client)))
  violations.push(...checkSignIns(devices, world.chaos.counts, world.network.takenForThieves))
  for (const { org, findings } of await checkInvariants(stage.databaseUrl)) {
    for (const { title, violations: broken } of findings) {
      for (const { reason, count, places } of broken) {
        violations.push({ check: title, detail: `${org}: ${count} ${reason}: ${places.join('; ')}` })
      }
    }
  }
  for (const device of devices) {
    const witness = await openWitness(stage, world, device.slot)
    try {
      violations.push(...(await checkSame(device.slot.name, device.client, witness)))
    } finally {
      await witness.close()
    }
  }
}

async function openWitness(stage: Stage, { product, scheduler, randomFor }: World, slot: Slot) {
  const path = join(stage.folder, `${slot.name}-witness.sqlite`)
  removeFiles(path)
  copyFileSync(stage.witness(slot), path)
  const [replica] = stage.replicas
  if (replica === undefined) throw new Error('There is no server')
  const random = randomFor(`witness ${slot.name}`)
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

async function countConflicts({ owner }: Stage): Promise<{ conflicts: number; holds: number }> {
  const { rows } = await owner.client.query<{ conflicts: number; holds: number }>(
    `SELECT count(*) FILTER (WHERE status = 'conflict')::int AS conflicts,
       count(*) FILTER (WHERE status = 'conflict_manual')::int AS holds FROM mutation`,
  )
  return rows[0] ?? { conflicts: 0, holds: 0 }
}

function removeFiles(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
}
