/** `--day`: a hundred people come back from a day without signal, all at the same moment. */
import { throwDice } from '../../rules/dice.ts'
import { type Arena, withClient } from '../arena.ts'
import { type Real, startReal } from '../contenders/real.ts'
import { percentile } from '../measure/statistics.ts'
import { verdicts, whole } from '../report.ts'
import { type Change, dayEndingNow } from './change.ts'
import { addTechnicians, countConflicts, makeItMorning } from './day.sql.ts'
import { connect, type Device } from './device.ts'
import { DAY_MINUTES, morning, officeDay, TECHNICIANS, technicianAt } from './office.ts'
import { shiftOf } from './shift.ts'

const SEED = 20_260_304
const SYNC_MS_MAX = 5000
const CONFLICT_PERCENT_MAX = 5

export async function runDay(arena: Arena): Promise<string> {
  const real = await startReal(arena, 'day')
  await withClient(real.databaseUrl, addTechnicians)
  const office = await connect(real.address, 'reception@demo.test')
  const dice = throwDice(SEED)
  const clock = dayEndingNow(DAY_MINUTES)
  await office.push(morning(clock))
  const devices = await meetInTheMorning(real)
  await withClient(real.databaseUrl, (client) => makeItMorning(client, DAY_MINUTES))
  const inTheOffice = await office.push(officeDay(dice, clock))
  const shifts = devices.map((device, index) => ({ device, changes: shiftOf(index, dice, clock) }))
  const syncs = await Promise.all(shifts.map(sync))
  const ids = devices.map(({ id }) => id)
  const conflicts = await withClient(real.databaseUrl, (client) => countConflicts(client, ids))
  for (const device of [office, ...devices]) device.close()
  await real.stop()
  return report({ edits: inTheOffice.length, syncs, ...conflicts })
}

/** Everybody signs in and reads what there is, then has no signal any more. */
async function meetInTheMorning(real: Real): Promise<Device[]> {
  const devices: Device[] = []
  for (let technician = 0; technician < TECHNICIANS; technician++) {
    const device = await connect(real.address, technicianAt(technician))
    await device.pull()
    devices.push(device)
  }
  return devices
}

interface Sync {
  readonly ms: number
  readonly sent: number
  readonly read: number
  /** Answers that were not simply "applied": flags and notices included. */
  readonly told: number
}

async function sync({ device, changes }: { device: Device; changes: readonly Change[] }): Promise<Sync> {
  const began = performance.now()
  const results = await device.push(changes)
  const read = await device.pull()
  const ms = performance.now() - began
  if (results.length !== changes.length)
    throw new Error(`${results.length} answers to ${changes.length} changes`)
  const told = results.filter(({ status }) => status !== 'success').length
  return { ms, sent: changes.length, read, told }
}

interface Found {
  /** Changes of the office. */
  readonly edits: number
  readonly syncs: readonly Sync[]
  readonly chosen: number
  readonly held: number
}

function report({ edits, syncs, chosen, held }: Found): string {
  const total = (of: (sync: Sync) => number) => syncs.reduce((sum, one) => sum + of(one), 0)
  const sent = total((one) => one.sent)
  const times = syncs.map(({ ms }) => ms)
  const percent = (count: number) => `${((count / sent) * 100).toFixed(2)} %`
  const targets = verdicts([
    { words: 'a sync, p99', value: percentile(times, 0.99), limit: SYNC_MS_MAX, is: 'at most', unit: ' ms' },
    {
      words: 'conflicts, of all changes',
      value: (chosen / sent) * 100,
      limit: CONFLICT_PERCENT_MAX,
      is: 'at most',
      unit: ' %',
      digits: 2,
    },
  ])
  return [
    `${syncs.length} devices sent ${whole(sent)} changes and read ${whole(total((one) => one.read))} rows; the office had made ${whole(edits)} changes.`,
    `A sync took ${percentile(times, 0.5).toFixed(0)} ms (p50), ${percentile(times, 0.99).toFixed(0)} ms (p99), ${Math.max(...times).toFixed(0)} ms at most.`,
    `A value had to be chosen for ${whole(chosen)} changes (${percent(chosen)}), by a person for ${whole(held)} of them (${percent(held)});`,
    `${whole(total((one) => one.told))} answers (${percent(total((one) => one.told))}) told the sender something, flags and notices included.`,
    '',
    targets,
  ].join('\n')
}
