import { checkAll } from '../checks/check-all.ts'
import type { Violation } from '../checks/violation.ts'
import { Device, type World } from '../devices/device.ts'
import { createNetwork } from '../devices/network.ts'
import { SLOTS } from '../devices/slots.ts'
import { ADMIN, Desk } from '../office/desk.ts'
import { Management } from '../office/management.ts'
import { Person } from '../office/person.ts'
import { Site } from '../office/site.ts'
import { createServe } from '../server/serve.ts'
import { createChaos } from '../world/chaos.ts'
import { useMachine } from '../world/determinism.ts'
import { type Random, randomOf } from '../world/random.ts'
import { createScheduler, type Scheduler } from '../world/scheduler.ts'
import { marksOf } from './marks.ts'
import type { Options } from './options.ts'
import { comeToRest } from './rest.ts'
import type { SeedResult } from './result.ts'
import { START, type Stage } from './stage.ts'

const HOUR = 3_600_000

/** Lives through one world, from a clean table to its checks. */
export async function runSeed(stage: Stage, options: Options): Promise<SeedResult> {
  const { seed } = options
  const randomFor = (part: string) => randomOf(seed, part)
  await stage.owner.clean(seed, START)
  const scheduler = createScheduler(START)
  useMachine({ now: scheduler.now, random: randomFor('machine') })
  const chaos = createChaos(options, randomFor)
  const violations: Violation[] = []
  const servers = createServe({ stage, options, scheduler, chaos, random: randomFor('server'), violations })
  const { serve } = servers
  const network = createNetwork({ scheduler, chaos, random: randomFor('network'), serve })
  const leftOut = new Set(options.leftOut)
  const isEnough = () =>
    devices.reduce((sum, { made, leftOut: thoughtOf }) => sum + made.length + thoughtOf, 0) >= options.changes
  const repeat = createPace(scheduler, randomFor, isEnough)
  const world: World = {
    product: stage.product,
    scheduler,
    chaos,
    network,
    randomFor,
    folder: stage.folder,
    violations,
    isLeftOut: (mark) => leftOut.has(mark),
    about: options.about,
    join: async (device) => {
      devices.push(device)
      await device.phone.powerOn()
      repeat(device.name, options.paceMs, () => device.act())
    },
  }
  const devices: Device[] = []
  const { desk, site, management } = createOffice(stage, world, servers)
  try {
    for (const place of options.slots) await world.join(deviceOf(place, world, stage))
    repeat('desk', options.paceMs * 1.5, () => desk.act())
    repeat('management', options.paceMs * 2, () => management.act())
    while (!isEnough()) await scheduler.runUntil(scheduler.now() + HOUR)
    chaos.end()
    await management.heal()
    await comeToRest(stage, devices, world, management)
    await stage.owner.setClock(scheduler.now())
    violations.push(...(await checkAll(stage, world, { devices, site })))
  } finally {
    for (const device of devices) await device.leave()
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

/** Those who have no phone in their hands. */
function createOffice(
  stage: Stage,
  { scheduler, chaos, randomFor, violations }: World,
  { serve, anyReplica }: ReturnType<typeof createServe>,
): { readonly desk: Desk; readonly site: Site; readonly management: Management } {
  const personOf = (email: string) =>
    new Person(
      email,
      (request) => serve(request, email),
      (request) => anyReplica().handle(request),
    )
  const desk = new Desk({ scheduler, random: randomFor('desk'), personOf, violations })
  const site = new Site({ scheduler, random: randomFor('site'), serve, secret: stage.siteSecret })
  const random = randomFor('management')
  const admin = personOf(ADMIN)
  const management = new Management({ stage, scheduler, chaos, random, anyReplica, admin, site })
  return { desk, site, management }
}

function deviceOf(place: number, world: World, stage: Stage): Device {
  const slot = SLOTS[place]
  if (slot === undefined) throw new Error(`There is no place ${place}`)
  const device = new Device(slot, slot.name, world)
  device.phone.copyFrom(stage.template(slot))
  return device
}

async function countConflicts({ owner }: Stage): Promise<{ conflicts: number; holds: number }> {
  const { rows } = await owner.client.query<{ conflicts: number; holds: number }>(
    `SELECT count(*) FILTER (WHERE status = 'conflict')::int AS conflicts,
       count(*) FILTER (WHERE status = 'conflict_manual')::int AS holds FROM mutation`,
  )
  return rows[0] ?? { conflicts: 0, holds: 0 }
}

/** Sets what somebody does going, at their own pace, until enough has been done. */
function createPace(
  scheduler: Scheduler,
  randomFor: (part: string) => Random,
  isEnough: () => boolean,
): (part: string, meanMs: number, act: () => Promise<void>) => void {
  return (part, meanMs, act) => {
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
}
