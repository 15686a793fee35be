import type { Operation } from '@dartwing/protocol'
import { BATCH_BYTES_MAX } from '@dartwing/protocol'
import type { QueueEntry } from '../local/queue.ts'

/** Room for the envelope around the operations. */
const ENVELOPE_BYTES = 4096
const ROOM_BYTES = BATCH_BYTES_MAX - ENVELOPE_BYTES

export interface Batch {
  readonly entries: readonly QueueEntry[]
  readonly operations: readonly Operation[]
}

/** The first entries that fit, in order: at most `operationsMax`, and under the server's limit of bytes. */
export function takeBatch(entries: readonly QueueEntry[], operationsMax: number): Batch {
  const taken: QueueEntry[] = []
  const operations: Operation[] = []
  let bytes = 0
  for (const entry of entries.slice(0, operationsMax)) {
    const operation = toOperation(entry)
    bytes += bytesOf(operation) + 1
    if (taken.length > 0 && bytes > ROOM_BYTES) break
    taken.push(entry)
    operations.push(operation)
  }
  return { entries: taken, operations }
}

/** A change that no batch can carry; sending it would only be refused, for ever, with everything behind it. */
export function isTooLarge(entry: QueueEntry): boolean {
  return bytesOf(toOperation(entry)) > ROOM_BYTES
}

/** The same entry always makes the same operation: the server compares the content of retries. */
export function toOperation(entry: QueueEntry): Operation {
  return {
    mutation_id: entry.mutation_id,
    op: entry.op,
    doctype: entry.doctype,
    name: entry.name,
    base_version: entry.base_version,
    base: entry.base,
    data: entry.data,
    client_ts: entry.client_ts,
    ...(entry.over === null ? {} : { over: [...entry.over] }),
  }
}

function bytesOf(operation: Operation): number {
  return new TextEncoder().encode(JSON.stringify(operation)).byteLength
}
