import type { Doc } from '@dartwing/rules'
import type { QueueEntry } from './queue.ts'

/**
 * What a person sees: the server's copy with this device's own changes on top, in the order made.
 * A rejected change no longer shows in the document (it is listed by `pending`), except a rejected insert:
 * nothing else is there to show. null = nothing to see.
 */
export function overlay(server: Doc | null, entries: readonly QueueEntry[]): Doc | null {
  let shown = server
  for (const entry of entries.filter(isShown)) {
    if (entry.op === 'delete') shown = null
    // What was made after a delete that is offered again was made to what the server has.
    else shown = { ...(shown ?? server), ...entry.data }
  }
  return shown
}

/** Whether a person sees this change in the document, and makes the next one over it. */
export function isShown({ state, op }: QueueEntry): boolean {
  return state === 'waiting' || state === 'sent' || (state === 'rejected' && op === 'insert')
}
