import type { Doc } from '@dartwing/rules'
import { ClientError } from '../client-error.ts'
import type { Ports } from '../ports.ts'
import { redraw } from './documents.ts'
import type { Driver, Statements } from './driver.ts'
import { entryById, orphansFound, type QueueEntry, removeEntry, requeueRejected } from './queue.ts'

/** Drops a change whose fate is known: refused by the server, or never sent. */
export async function discardEntry(driver: Driver, mutationId: string): Promise<QueueEntry> {
  return driver.transaction(async (tx) => {
    const entry = await knownEntry(tx, mutationId)
    if (entry.state === 'sent') {
      throw new ClientError('in_flight', 'The server may have this change already: sync first')
    }
    await removeEntry(tx, entry.position)
    await redraw(tx, entry)
    return entry
  })
}

/** A rejection is final for its id, so the change goes again under a new one, at its old place. */
export async function retryEntry(
  driver: Driver,
  ports: Ports,
  mutationId: string,
  data: Doc | undefined,
): Promise<{ entry: QueueEntry; mutation_id: string }> {
  return driver.transaction(async (tx) => {
    const entry = await knownEntry(tx, mutationId)
    if (entry.state !== 'rejected') throw new ClientError('unknown_mutation', 'This change was not rejected')
    const mutation_id = ports.uuid()
    await requeueRejected(tx, entry, mutation_id, data ?? entry.data)
    await redraw(tx, entry)
    return { entry, mutation_id }
  })
}

/** After a restore, edits may arrive before the document they edit: they go again once it is back. */
export async function retryOrphans(driver: Driver): Promise<number> {
  return driver.transaction(async (tx) => {
    const orphans = await orphansFound(tx)
    for (const orphan of orphans) {
      await requeueRejected(tx, orphan, successorOf(orphan.mutation_id), orphan.data)
      await redraw(tx, orphan)
    }
    return orphans.length
  })
}

/** The id after this one: two phones that were copied from each other retry one change as one. */
export function successorOf(mutationId: string): string {
  const node = (Number.parseInt(mutationId.slice(-12), 16) + 1) % 2 ** 48
  return mutationId.slice(0, -12) + node.toString(16).padStart(12, '0')
}

async function knownEntry(tx: Statements, mutationId: string): Promise<QueueEntry> {
  const entry = await entryById(tx, mutationId)
  if (!entry || entry.state === 'acknowledged') {
    throw new ClientError('unknown_mutation', `No change ${mutationId} waits here`)
  }
  return entry
}
