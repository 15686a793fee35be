import type { Device, World } from '../devices/device.ts'
import type { Management } from '../office/management.ts'
import type { Stage } from './stage.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** In virtual time; a world that has not come to rest by then never will. */
const PATIENCE_ROUNDS = 60

/** Nothing goes wrong any more: queues drain, deadlines pass, and everybody reads to the end. */
export async function comeToRest(
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
      if (device.isSyncing || !device.isInStep || waiting > 0) return false
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
