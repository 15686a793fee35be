import {
  BATCH_OPERATIONS_MAX,
  ENDPOINTS,
  PROTOCOL_VERSION,
  type UpsertBatchRequest,
} from '@dartwing/protocol'
import { redraw } from '../local/documents.ts'
import type { Driver } from '../local/driver.ts'
import { markRejected, markSent, type QueueEntry, sendable } from '../local/queue.ts'
import { readSetting } from '../local/settings.ts'
import { instantOf } from '../ports.ts'
import type { Answer, Http } from '../session/http.ts'
import { ATTEMPTS_MAX, type Patience, patiently, pause, type Stop, stopOf } from '../session/patience.ts'
import { type Batch, isTooLarge, takeBatch } from './batch.ts'
import { IS_TERMINAL, readResults, type Settled, settleAll } from './response.ts'

export interface PushContext extends Patience {
  readonly driver: Driver
  readonly request: Http
  readonly org: string
  readonly appVersion: string
  /** One for all batches of a `sync()`. */
  readonly syncId: string
  readonly onSettled: (settled: Settled) => void
}

/** How a push ended: everything sent that can be, or what stopped it. */
export type PushEnd =
  | { readonly kind: 'complete' }
  /** The server wants the feed read to its end first. */
  | { readonly kind: 'resync'; readonly newEpoch: boolean }
  | Stop

/**
 * Sends the queue in order, batch by batch, until nothing is left that this call can bring to rest. Not before
 * the epoch is known: what is acknowledged in a batch without one is lost when the server is restored next.
 */
export async function push(context: PushContext): Promise<PushEnd> {
  const failures = new Map<string, number>()
  let operationsMax: number = BATCH_OPERATIONS_MAX
  for (;;) {
    const batch = await nextBatch(context, failures, operationsMax)
    if (batch.entries.length === 0) return { kind: 'complete' }
    if ((await readSetting(context.driver, 'epoch')) === null) return { kind: 'resync', newEpoch: false }
    const answer = await send(context, batch)
    if (answer.kind === 'ok') {
      const results = readResults(answer.body) ?? []
      context.onSettled(await settleAll(context.driver, results))
      await waitForUnsettled(context, batch, results, failures)
    } else if (answer.kind === 'problem' && answer.status === 413 && batch.entries.length > 1) {
      // Something between us and the server takes less than it does.
      operationsMax = Math.max(1, Math.floor(batch.entries.length / 2))
    } else {
      return endOf(answer)
    }
  }
}

async function nextBatch(
  { driver }: PushContext,
  failures: ReadonlyMap<string, number>,
  operationsMax: number,
): Promise<Batch> {
  const exhausted = [...failures.values()].filter((count) => count >= ATTEMPTS_MAX).length
  const waiting = await sendable(driver, BATCH_OPERATIONS_MAX + exhausted)
  const willing = waiting.filter((entry) => (failures.get(entry.mutation_id) ?? 0) < ATTEMPTS_MAX)
  const tooLarge = willing.filter(isTooLarge)
  if (tooLarge.length > 0) await rejectTooLarge(driver, tooLarge)
  return takeBatch(
    willing.filter((entry) => !tooLarge.includes(entry)),
    operationsMax,
  )
}

async function rejectTooLarge(driver: Driver, entries: readonly QueueEntry[]): Promise<void> {
  const error = { code: 'too_large', message: 'The change is larger than the server takes.' }
  await driver.transaction(async (tx) => {
    for (const entry of entries) {
      await markRejected(tx, entry.position, error)
      await redraw(tx, entry)
    }
  })
}

/** Sends one batch until it is answered: same ids, same content. */
async function send(context: PushContext, batch: Batch): Promise<Answer> {
  const { driver, request } = context
  await driver.transaction((tx) => markSent(tx, batch.entries))
  return patiently(context, async () =>
    request({ method: 'POST', path: ENDPOINTS.upsertBatch, body: await envelope(context, batch) }),
  )
}

async function envelope(context: PushContext, batch: Batch): Promise<UpsertBatchRequest> {
  const { driver, ports, org, appVersion, syncId } = context
  return {
    org,
    device_id: (await readSetting(driver, 'device_id')) ?? '',
    sync_id: syncId,
    app_version: appVersion,
    epoch: await readSetting(driver, 'epoch'),
    client_ts: instantOf(ports),
    schema: PROTOCOL_VERSION,
    operations: [...batch.operations],
  }
}

/** Items that came back `retry`, unreadable or not at all stay queued; each has a bounded number of tries. */
async function waitForUnsettled(
  context: PushContext,
  batch: Batch,
  results: Settled['results'],
  failures: Map<string, number>,
): Promise<void> {
  const settled = new Set(results.filter((item) => IS_TERMINAL[item.status]).map((item) => item.mutation_id))
  const left = batch.entries.filter((entry) => !settled.has(entry.mutation_id))
  if (left.length === 0) return
  for (const { mutation_id } of left) failures.set(mutation_id, (failures.get(mutation_id) ?? 0) + 1)
  const most = Math.max(...left.map(({ mutation_id }) => failures.get(mutation_id) ?? 0))
  if (most < ATTEMPTS_MAX) await pause(context, most, null)
}

function endOf(answer: Exclude<Answer, { kind: 'ok' }>): PushEnd {
  const code = answer.kind === 'problem' ? answer.problem?.code : undefined
  if (code === 'resync_required') return { kind: 'resync', newEpoch: false }
  if (code === 'epoch_changed') return { kind: 'resync', newEpoch: true }
  return stopOf(answer)
}
