import type { Doc } from '@dartwing/rules'
import type { QueueEntry } from './queue.ts'

/**
 * What a person sees: the server's copy with this device's own changes on top, in the order made.
 * A rejected change no longer shows in the document (it is listed by `pending`), except a rejected insert:
 * nothing else is there to show. null = nothing to see.
 */
export function overlay(server: Doc | null, entries: readonly QueueEntry[]): Doc | null {
  let shown = server
  for (const entry of entries) {
    if (entry.state === 'acknowledged') continue
    if (entry.state === 'rejected' && entry.op !== 'insert') continue
    if (entry.op === 'delete') shown = null
    else if (entry.op === 'undelete') shown = { ...(shown ?? server), ...entry.data }
    else shown = { ...shown, ...entry.data }
  }
  return shown
}
