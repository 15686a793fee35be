import { pathToFileURL } from 'node:url'
import { calendarOf } from './calendar.ts'
import { bookingScenes } from './conflicts/bookings.ts'
import { fieldScenes } from './conflicts/field-work.ts'
import { play, type Scene } from './conflicts/scene.ts'
import { serviceDeskScenes } from './conflicts/service-desk.ts'
import { type Device, openDeviceRoom } from './devices.ts'
import { companyRecords, neighbourRecords } from './records/company.ts'
import type { DemoRecord, World } from './records/world.ts'
import { seeded } from './seeded.ts'

export interface DemoOptions {
  /** Where the server is. */
  readonly address: string
  /** The devices' databases go into `demo-devices` below it. */
  readonly dataDir: string
  /** Short lines for the person who waits. */
  readonly progress: (line: string) => void
}

/**
 * Fills an empty demo organisation the way it would fill in life: the office enters its records, people go
 * away and work, others change the same records, and the devices come back. Nothing is written past them.
 */
export async function fillDemo({ address, dataDir, progress }: DemoOptions): Promise<void> {
  const world = worldAt(Date.now())
  const scenes = scenesOf(world)
  const room = await openDeviceRoom(address, dataDir)
  try {
    const office = await room.device('office-desk', 'admin@demo.test')
    const records = [...companyRecords(world), ...scenes.flatMap((scene) => scene.before)]
    progress(`the office enters ${records.length} records`)
    await enter(office, records)
    progress(`${scenes.length} times somebody is away while others change the same record`)
    await play(scenes, room)
    const held = scenes.filter((scene) => scene.expect === 'conflict_manual').length
    progress(`${held} conflicts wait for a person`)
    const neighbour = await room.device('other-desk', 'admin@other.test')
    await enter(neighbour, neighbourRecords(world))
  } finally {
    await room.close()
  }
}

/** The same company at every moment; only its dates move along. */
export function worldAt(now: number): World {
  return { calendar: calendarOf(now), random: seeded(20_260_324) }
}

export function scenesOf(world: World): Scene[] {
  return [...bookingScenes(world), ...fieldScenes(world), ...serviceDeskScenes(world)]
}

async function enter(device: Device, records: readonly DemoRecord[]): Promise<void> {
  for (const { doctype, name, data } of records) await device.edit(doctype, name, data)
  await device.reconnect()
}

/** `node fill.ts http://127.0.0.1:3000 .data` fills a server that is running already. */
async function main([address, dataDir]: string[]): Promise<void> {
  if (!address || !dataDir) throw new Error('usage: fill.ts <address of the server> <data folder>')
  const started = Date.now()
  await fillDemo({ address, dataDir, progress: (line) => console.log(line) })
  console.log(`done in ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  await main(process.argv.slice(2))
