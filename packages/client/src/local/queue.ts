import type { Operation } from '@dartwing/protocol'
import { itemError, operation } from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'
import { docOrNull, integer, integerOrNull, text, textOrNull, toJson } from './columns.ts'
import type { SqlRow, Statements } from './driver.ts'

/**
 * The durable queue of this device's own changes.
 *
 *   waiting ──first transmission──► sent ──own terminal status──► acknowledged (kept for a restored server)
 *      ▲                              └──► rejected ──person──► waiting (new id) or discarded
 *      └─ only here may a later edit be folded in
 */
export const ENTRY_STATES = ['waiting', 'sent', 'rejected', 'acknowledged'] as const
export type EntryState = (typeof ENTRY_STATES)[number]

export interface EntryError {
  readonly code: string
  readonly message: string
}

export interface QueueEntry {
  readonly position: number
  readonly mutation_id: string
  readonly op: Operation['op']
  readonly doctype: string
  readonly name: string
  /** The version the device last knew from the server when the change was made; 0 = it did not exist. */
  readonly base_version: number | null
  readonly base: Doc | null
  readonly data: Doc | null
  readonly client_ts: string
  /** The own changes this one was made over, which its `base` leaves out; null: not noted, by an earlier release. */
  readonly over: readonly string[] | null
  readonly state: EntryState
  readonly error: EntryError | null
}
export type NewEntry = Omit<QueueEntry, 'position' | 'state' | 'error'>

export interface DocumentKey {
  readonly doctype: string
  readonly name: string
}

const COLUMNS =
  'position, mutation_id, op, doctype, name, base_version, base, data, client_ts, made_over, state, error'

export async function addEntry(db: Statements, entry: NewEntry): Promise<void> {
  await db.run(
    `INSERT INTO mutation (mutation_id, op, doctype, name, base_version, base, data, client_ts, made_over, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')`,
    [
      entry.mutation_id,
      entry.op,
      entry.doctype,
      entry.name,
      entry.base_version,
      toJson(entry.base),
      toJson(entry.data),
      entry.client_ts,
      toJson(entry.over),
    ],
  )
}

/** The place of the newest change; 0 = none. */
export async function lastPosition(db: Statements): Promise<number> {
  const [row] = await db.all('SELECT coalesce(max(position), 0) AS last FROM mutation')
  return row ? integer(row, 'last') : 0
}

/** Folds a later edit into an entry; the caller has made sure that it was never sent. */
export async function foldInto(db: Statements, entry: QueueEntry, edit: NewEntry): Promise<void> {
  await db.run(
    `UPDATE mutation SET data = ?, base = ?, client_ts = ? WHERE position = ? AND state = 'waiting'`,
    [
      toJson({ ...entry.data, ...edit.data }),
      toJson(entry.base === null ? null : { ...edit.base, ...entry.base }),
      edit.client_ts,
      entry.position,
    ],
  )
}

export async function entriesOf(db: Statements, key: DocumentKey): Promise<QueueEntry[]> {
  const rows = await db.all(
    `SELECT ${COLUMNS} FROM mutation
     WHERE doctype = ? AND name = ? AND state <> 'acknowledged' ORDER BY position`,
    [key.doctype, key.name],
  )
  return rows.map(toEntry)
}

export async function entryById(db: Statements, mutationId: string): Promise<QueueEntry | null> {
  const [row] = await db.all(`SELECT ${COLUMNS} FROM mutation WHERE mutation_id = ?`, [mutationId])
  return row ? toEntry(row) : null
}

/** Everything that has not come to rest, in the order it was made. */
export async function unsettled(db: Statements): Promise<QueueEntry[]> {
  const rows = await db.all(`SELECT ${COLUMNS} FROM mutation WHERE state <> 'acknowledged' ORDER BY position`)
  return rows.map(toEntry)
}

/**
 * What may be sent now: of every document only its oldest entry, so that an edit waits for the answer to
 * the one before it; edits of a document whose insert was rejected wait for the person.
 */
export async function sendable(db: Statements, limit: number): Promise<QueueEntry[]> {
  const rows = await db.all(
    `SELECT ${COLUMNS} FROM mutation AS candidate
     WHERE state IN ('waiting', 'sent') AND NOT EXISTS (
       SELECT 1 FROM mutation AS earlier
       WHERE earlier.doctype = candidate.doctype AND earlier.name = candidate.name
         AND earlier.position < candidate.position
         AND (earlier.state IN ('waiting', 'sent') OR (earlier.state = 'rejected' AND earlier.op = 'insert')))
     ORDER BY position LIMIT ?`,
    [limit],
  )
  return rows.map(toEntry)
}

/** Before the first transmission: from now on the content never changes. */
export async function markSent(db: Statements, entries: readonly QueueEntry[]): Promise<void> {
  for (const entry of entries) {
    await db.run(`UPDATE mutation SET state = 'sent' WHERE position = ? AND state = 'waiting'`, [
      entry.position,
    ])
  }
}

/** `at`: by the server's clock. */
export async function acknowledge(db: Statements, position: number, at: number): Promise<void> {
  await db.run(
    `UPDATE mutation SET state = 'acknowledged', error = NULL, settled_at = ? WHERE position = ?`,
    [at, position],
  )
}

export async function markRejected(db: Statements, position: number, error: EntryError): Promise<void> {
  await db.run(`UPDATE mutation SET state = 'rejected', error = ? WHERE position = ?`, [
    JSON.stringify(error),
    position,
  ])
}

/** A rejected change goes again at its old place, under a new id: the old id's answer is final. */
export async function requeueRejected(
  db: Statements,
  rejected: Pick<QueueEntry, 'position' | 'mutation_id'>,
  mutationId: string,
  data: Doc | null,
): Promise<void> {
  await db.run('UPDATE mutation SET made_over = replace(made_over, ?, ?) WHERE position > ?', [
    rejected.mutation_id,
    mutationId,
    rejected.position,
  ])
  await db.run(
    `UPDATE mutation SET state = 'waiting', error = NULL, settled_at = NULL, mutation_id = ?, data = ?
     WHERE position = ? AND state = 'rejected'`,
    [mutationId, toJson(data), rejected.position],
  )
}

export async function removeEntry(db: Statements, position: number): Promise<void> {
  await db.run('DELETE FROM mutation WHERE position = ?', [position])
}

/** The server stored an insert under another name: edits that were never sent follow it. */
export async function readdressWaiting(db: Statements, from: DocumentKey, name: string): Promise<void> {
  await db.run(`UPDATE mutation SET name = ? WHERE doctype = ? AND name = ? AND state = 'waiting'`, [
    name,
    from.doctype,
    from.name,
  ])
}

/** How long an acknowledged change is kept, to be offered again to a server restored from a backup. */
const OFFER_AGAIN_MS = 30 * 24 * 60 * 60 * 1000

/** `serverNow`: the server's clock alone counts, because a device's own may be wrong by years. */
export async function forgetOldAcknowledged(db: Statements, serverNow: number): Promise<void> {
  await db.run(`DELETE FROM mutation WHERE state = 'acknowledged' AND settled_at < ?`, [
    serverNow - OFFER_AGAIN_MS,
  ])
}

/** After a restore: what the server may have forgotten goes again, same ids, old places. */
export async function offerAgain(db: Statements): Promise<number> {
  return db.run(
    `UPDATE mutation SET state = 'sent', settled_at = NULL, offered = 1 WHERE state = 'acknowledged'`,
  )
}

/**
 * Changes that a restored server refused because another device had not yet brought their document back, and
 * whose document is here again.
 */
export async function orphansFound(db: Statements): Promise<QueueEntry[]> {
  const rows = await db.all(
    `SELECT ${COLUMNS} FROM mutation AS orphan
     WHERE offered = 1 AND state = 'rejected' AND json_extract(error, '$.code') = 'not_found' AND EXISTS (
       SELECT 1 FROM document
       WHERE document.doctype = orphan.doctype AND document.name = orphan.name AND server IS NOT NULL)
     ORDER BY position`,
  )
  return rows.map(toEntry)
}

function toEntry(row: SqlRow): QueueEntry {
  const error = textOrNull(row, 'error')
  const over = textOrNull(row, 'made_over')
  return {
    position: integer(row, 'position'),
    mutation_id: text(row, 'mutation_id'),
    op: operation.shape.op.parse(row.op),
    doctype: text(row, 'doctype'),
    name: text(row, 'name'),
    base_version: integerOrNull(row, 'base_version'),
    base: docOrNull(row, 'base'),
    data: docOrNull(row, 'data'),
    client_ts: text(row, 'client_ts'),
    over: over === null ? null : (operation.shape.over.parse(JSON.parse(over)) ?? null),
    state: toState(text(row, 'state')),
    error: error === null ? null : itemError.parse(JSON.parse(error)),
  }
}

function toState(word: string): EntryState {
  const state = ENTRY_STATES.find((known) => known === word)
  if (!state) throw new TypeError(`column state holds ${word}`)
  return state
}
