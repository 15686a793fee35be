/** Devices that send each batch, the same one, until it is answered, and remember what was acknowledged. */
import { randomUUID } from 'node:crypto'
import { type ItemResult, upsertBatchResponse } from '@dartwing/protocol'
import { ADMIN, type Answer, insert, type RawDevice, rawDevice, update } from './api-kit.ts'
import type { ApiProcess } from './api-process.ts'

export interface Tally {
  readonly acknowledged: Map<string, ItemResult['status']>
  /** Batches that had to be sent again. */
  retried: number
  /** Changes whose first answer was lost: they were applied already when they came again. */
  replayed: number
  /** Batches on their way right now. */
  inFlight: number
}

const BATCH = 20

/** A job on which everybody counts, so that a change applied twice, or never, shows in its sum. */
export async function openSharedJob(api: ApiProcess): Promise<string> {
  const job = `JOB-${randomUUID()}`
  const office = await rawDevice(api.address, ADMIN)
  await office.results([insert('Dispatch Job', job, { title: 'shared', parts_used: [] })])
  return job
}

/** Signed in while everything is well; who comes later finds a server that may be dead. */
export function openDevices(api: ApiProcess, count: number): Promise<RawDevice[]> {
  return Promise.all(Array.from({ length: count }, () => rawDevice(api.address, ADMIN)))
}

interface Pushing {
  readonly api: ApiProcess
  readonly job: string
  readonly tally: Tally
  readonly isOver: () => boolean
}

/** Pushes batches until told to stop; every batch adds one part to the shared job and makes 19 tickets. */
export async function keepPushing(device: RawDevice, { api, job, tally, isOver }: Pushing): Promise<void> {
  for (let counted = 1; !isOver(); counted += 1) {
    const tickets = Array.from({ length: BATCH - 1 }, (_, index) =>
      insert('Ticket', `TKT-${randomUUID()}`, { subject: `${counted}.${index}` }),
    )
    // The device never reads: it knows the job as it was, with its own parts on top.
    const part = update('Dispatch Job', job, 1, { parts_used: [{ item_code: 'FUSE', quantity: counted }] })
    await pushUntilAnswered(api, device, [...tickets, part], tally)
  }
}

async function pushUntilAnswered(
  api: ApiProcess,
  device: RawDevice,
  operations: readonly unknown[],
  tally: Tally,
): Promise<void> {
  const sync_id = randomUUID()
  for (let left = operations; left.length > 0; ) {
    tally.inFlight += 1
    const answer = await device.push(left, { sync_id }).catch(() => null)
    tally.inFlight -= 1
    const settled = new Set(settledBy(answer, tally))
    left = left.filter((operation) => !settled.has(idOf(operation)))
    if (left.length === 0) return
    tally.retried += 1
    await api.untilReady()
  }
}

function settledBy(answer: Answer | null, tally: Tally): string[] {
  if (answer?.status !== 200) return []
  const { results } = upsertBatchResponse.parse(answer.body.message)
  return results.flatMap(({ mutation_id, status, replayed }) => {
    if (mutation_id === null || status === 'retry') return []
    if (replayed) tally.replayed += 1
    tally.acknowledged.set(mutation_id, status)
    return [mutation_id]
  })
}

function idOf(operation: unknown): string {
  return typeof operation === 'object' && operation !== null
    ? String(Reflect.get(operation, 'mutation_id'))
    : ''
}
