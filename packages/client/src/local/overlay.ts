import type { Doc } from '@dartwing/rules'
import type { QueueEntry } from './queue.ts'

/**
 * What a person sees: the server's copy with this device's own changes on top, in the order made.
 * A rejected change no longer shows in the document (it is listed by `pending`), except a rejected insert:
 * nothing else is there to show. null = nothing to see.
 */
export function overlay(server: Doc | null, entries: readonly QueueEntry[]): Doc | null {
  if (entries.findLast(isShown)?.op === 'delete') return null
  let shown = server
  for (const { data } of laidOver(entries)) shown = { ...shown, ...data }
  return shown
}

/**
 * The changes that a person sees in the document, and makes the next one over. What was made after a delete that is
 * offered again was made to what the server has: the delete, and what was there before it, are not seen.
 */
export function laidOver(entries: readonly QueueEntry[]): readonly QueueEntry[] {
  const shown = entries.filter(isShown)
  return shown.slice(shown.findLastIndex(({ op }) => op === 'delete') + 1)
}

function isShown({ state, op }: QueueEntry): boolean {
  return state === 'waiting' || state === 'sent' || (state === 'rejected' && op === 'insert')
}
