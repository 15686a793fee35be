import type { ItemResult } from '@dartwing/protocol'
import { noteDecisions } from '../conflicts/decisions.ts'
import {
  dropCopy,
  type HoldMark,
  markHeld,
  readDocument,
  redraw,
  type ServerState,
  takeServerState,
} from '../local/documents.ts'
import type { Statements } from '../local/driver.ts'
import {
  acknowledge,
  type DocumentKey,
  entryById,
  markRejected,
  type QueueEntry,
  readdressWaiting,
} from '../local/queue.ts'
import { readSetting } from '../local/settings.ts'

/**
 * Applies the server's answer to one mutation, inside the caller's transaction: the queue entry leaves (or
 * is marked), the server's document is taken, and this device's later edits stay on top of it.
 */
export async function settle(tx: Statements, item: ItemResult): Promise<DocumentKey | null> {
  const entry = item.mutation_id === null ? null : await entryById(tx, item.mutation_id)
  const asked = keyOf(item, entry)
  if (asked === null) return null
  if (item.status === 'retry') return asked
  const key = { doctype: asked.doctype, name: item.name ?? asked.name }
  const isFirstAnswer = entry !== null && entry.state !== 'acknowledged'
  if (isFirstAnswer) await settleEntry(tx, item, entry)
  if (entry && key.name !== entry.name) {
    await readdressWaiting(tx, entry, key.name)
    await redraw(tx, entry)
  }
  await takeDocument(tx, item, key)
  if (isFirstAnswer) await noteDecisions(tx, key, item)
  await redraw(tx, key)
  return key
}

function keyOf(item: ItemResult, entry: QueueEntry | null): DocumentKey | null {
  const doctype = item.doctype ?? entry?.doctype
  const name = item.name ?? entry?.name
  return doctype && name ? { doctype, name } : null
}

async function settleEntry(tx: Statements, item: ItemResult, entry: QueueEntry): Promise<void> {
  if (item.status === 'rejected') {
    const error = item.error ?? { code: 'rejected', message: 'The server refused this change.' }
    await markRejected(tx, entry.position, { code: error.code, message: error.message })
  } else {
    await acknowledge(tx, entry.position, Date.parse(item.server_ts))
  }
}

async function takeDocument(tx: Statements, item: ItemResult, key: DocumentKey): Promise<void> {
  if (item.seq === null) {
    // Out of our sight there is no place in our feed either; the copy goes all the same.
    if (item.gone) await dropCopy(tx, key, item.gone)
    return
  }
  if (item.status === 'rejected' && item.resolved_doc === null && item.gone == null) return
  const known = await readDocument(tx, key)
  const hold = heldBy(item)
  const state: ServerState = {
    ...key,
    data: item.resolved_doc,
    version: item.version,
    seq: item.seq,
    gone: item.gone ?? (item.resolved_doc === null ? 'deleted' : null),
    hold: hold ?? known?.hold ?? null,
    modified: item.server_ts,
    modified_by: null,
    docstatus: known?.docstatus ?? 0,
  }
  const taken = await takeServerState(tx, state, Number((await readSetting(tx, 'reads')) ?? 0))
  // A repeated answer tells what was decided then; whether it still waits, the row at this seq has told already.
  if (taken === 'same' && hold && !item.replayed) await markHeld(tx, key, hold)
}

function heldBy(item: ItemResult): HoldMark | null {
  if (item.status !== 'conflict_manual' || item.conflict_id === null) return null
  const pending = item.decisions.filter((decision) => decision.winner === 'pending')
  const fields = pending.length > 0 ? pending.map((decision) => decision.field) : item.conflicts
  return { id: item.conflict_id, fields, due_at: item.due_at }
}
