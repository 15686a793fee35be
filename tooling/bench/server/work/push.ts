/**
 * W1: devices that come back all at once, each with its batches one after the other. In every hundred
 * mutations there are 80 new tickets, 15 edits of tickets others have, and 5 edits of what the office has
 * changed meanwhile.
 */
import { randomUUID } from 'node:crypto'
import { withClient } from '../arena.ts'
import type { Contender, Send } from '../contenders/contender.ts'
import { type Done, type Turn, timed } from '../measure/turn.ts'
import { edit, insertion, type Operation } from './tickets.ts'

export interface PushSize {
  readonly devices: number
  readonly batches: number
}

const PER_BATCH = 100
const EDITS = 15
const STALE = 5

/** Fills in what the devices have, makes all batches ready, runs them on the clock, then checks every answer. */
export async function pushTurn(contender: Contender, size: PushSize, label: string): Promise<Turn> {
  const batches = size.devices * size.batches
  const before = await documentsIn(contender)
  await contender.fill({ prefix: `${label}-F-`, count: batches * EDITS, isEdited: false })
  await contender.fill({ prefix: `${label}-S-`, count: batches * STALE, isEdited: true })
  await withClient(contender.databaseUrl, (client) => client.query('ANALYZE'))
  await contender.prepare()
  const lanes = lanesOf(contender, size, label)
  const answers: Buffer[] = []
  const turn = await timed(contender, () => runLanes(lanes, answers))
  check(contender, answers, batches)
  const expected = before + batches * PER_BATCH
  const found = await documentsIn(contender)
  if (found !== expected) throw new Error(`${contender.name} has ${found} documents, not ${expected}`)
  return turn
}

/** One list of sends per device; with fewer connections than devices, the devices of a lane take turns. */
function lanesOf(contender: Contender, { devices, batches }: PushSize, label: string): Send[][] {
  const lanes = Array.from({ length: Math.min(devices, contender.lanesMax) }, (): Send[] => [])
  for (let device = 0; device < devices; device++) {
    const id = randomUUID()
    for (let batch = 0; batch < batches; batch++) {
      const operations = operationsOf(label, device * batches + batch)
      lanes[device % lanes.length]?.push(contender.ready(id, operations))
    }
  }
  return lanes
}

function operationsOf(label: string, batch: number): Operation[] {
  const at = new Date().toISOString()
  return Array.from({ length: PER_BATCH }, (_, index) => {
    const turn = Math.floor(index / 5)
    if (index % 5 !== 4) return insertion(`${label}-N-${batch}-${index}`, batch * PER_BATCH + index, at)
    if (turn % 4 !== 3) {
      const fresh = batch * EDITS + turn - Math.floor(turn / 4)
      return edit(`${label}-F-${fresh}`, fresh, at, false)
    }
    const stale = batch * STALE + Math.floor(turn / 4)
    return edit(`${label}-S-${stale}`, stale, at, true)
  })
}

async function runLanes(lanes: readonly (readonly Send[])[], answers: Buffer[]): Promise<Done> {
  const latencies: number[] = []
  const run = async (lane: readonly Send[]) => {
    for (const send of lane) {
      const began = performance.now()
      answers.push(await send())
      latencies.push(performance.now() - began)
    }
  }
  await Promise.all(lanes.map(run))
  return { docs: answers.length * PER_BATCH, latencies }
}

function check(contender: Contender, answers: readonly Buffer[], batches: number): void {
  const tallies = answers.map((answer) => contender.tally(answer))
  const applied = tallies.reduce((sum, tally) => sum + tally.applied, 0)
  const conflicts = tallies.reduce((sum, tally) => sum + tally.conflicts, 0)
  if (conflicts === batches * STALE && applied === batches * (PER_BATCH - STALE)) return
  throw new Error(
    `${contender.name}: of ${batches * PER_BATCH}, ${applied} applied and ${conflicts} conflicts`,
  )
}

async function documentsIn({ databaseUrl }: Contender): Promise<number> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM document')
    return Number(rows[0]?.count)
  })
}
