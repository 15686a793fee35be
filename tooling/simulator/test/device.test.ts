import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSyncClient, openNodeDriver } from '@dartwing/client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Violation } from '../checks/violation.ts'
import { Device, type World } from '../devices/device.ts'
import { createNetwork } from '../devices/network.ts'
import { ORG, PASSWORD, type Slot } from '../devices/slots.ts'
import { optionsOf } from '../run/options.ts'
import type { Answer, Request } from '../server/server.ts'
import { createChaos } from '../world/chaos.ts'
import { type Random, randomOf } from '../world/random.ts'
import { createScheduler } from '../world/scheduler.ts'

const ANA: Slot = { name: 'ana-1', email: 'tech.a@demo.test', role: 'technician' }
const MINUTE = 60_000
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'phone-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Signs everybody in who asks. */
async function welcome({ body = '{}' }: Request): Promise<Answer> {
  const { email }: { email: string } = JSON.parse(body)
  const fresh = {
    access_token: email,
    expires_in: 900,
    refresh_token: email,
    user: { email, full_name: email },
    organisations: [{ org: ORG, title: 'Demo', role: 'technician', time_zone: 'Europe/Berlin' }],
  }
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(fresh) }
}

/** A world in which at every moment somebody else asks for the phone, whose person tidies and does nothing else. */
function worldOfBorrowers(): World {
  const randomFor = (part: string): Random => {
    const random = randomOf(1, part)
    return part.startsWith('device') ? { ...random, next: () => 0.95, chance: () => false } : random
  }
  const drawn = optionsOf(1)
  const never = Object.fromEntries(Object.keys(drawn.rates).map((fault) => [fault, 0]))
  const chaos = createChaos({ ...drawn, rates: { ...drawn.rates, ...never, other_person: 1 } }, randomFor)
  const scheduler = createScheduler(Date.UTC(2030, 0, 7, 8))
  const violations: Violation[] = []
  return {
    product: { createSyncClient, openNodeDriver },
    scheduler,
    chaos,
    network: createNetwork({ scheduler, chaos, random: randomFor('network'), serve: welcome }),
    randomFor,
    folder,
    violations,
    isLeftOut: () => false,
    about: undefined,
    join: async () => {},
  }
}

it('a phone that somebody else asks for is not emptied in the same moment', async () => {
  const world = worldOfBorrowers()
  const { scheduler, chaos, violations } = world
  const during = async <T>(work: Promise<T>): Promise<T> => {
    await scheduler.runUntil(scheduler.now() + MINUTE)
    return work
  }
  const ana = new Device(ANA, ANA.name, world)
  await during(ana.act())
  await during(ana.client.login(ANA.email, PASSWORD))
  const { mutation_id } = await ana.client.queueChange('Ticket', null, { subject: 'Leak' })
  await ana.client.processSyncResponse({ results: [refusalOf(mutation_id)] })

  await during(ana.act())
  expect(violations).toEqual([])
  expect(scheduler.story.join()).toContain('sign in failed: This device holds 1 change(s)')
  expect(await ana.client.status()).toMatchObject({ account: ANA.email, rejected: 1 })

  chaos.end()
  await during(ana.act())
  expect(await ana.client.pending()).toEqual([])
  await ana.leave()
})

function refusalOf(mutation_id: string): unknown {
  return {
    mutation_id,
    status: 'rejected',
    doctype: null,
    name: null,
    version: null,
    seq: null,
    server_ts: '2030-01-07T08:00:00Z',
    conflict_strategy: null,
    resolved_doc: null,
    conflicts: [],
    decisions: [],
    conflict_id: null,
    due_at: null,
    notifications: [],
    branch: null,
    error: { code: 'not_permitted', message: 'You may not.' },
    replayed: false,
  }
}
