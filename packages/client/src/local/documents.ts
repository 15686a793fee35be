import type { FeedRow, GoneReason } from '@dartwing/protocol'
import { goneReason, rowConflict } from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'
import { forgetDecisions } from '../conflicts/decisions.ts'
import { docOrNull, integer, integerOrNull, text, textOrNull, toJson } from './columns.ts'
import type { SqlRow, Statements } from './driver.ts'
import { overlay } from './overlay.ts'
import { type DocumentKey, entriesOf } from './queue.ts'

/** The mark of a record that waits for a person's decision. */
export type HoldMark = NonNullable<FeedRow['conflict']>

/** A document as this device holds it. */
export interface LocalDocument {
  readonly doctype: string
  readonly name: string
  /** What a person sees: `server` with the device's own changes on top; null = deleted or out of sight. */
  readonly data: Doc | null
  /** The copy last known from the server, without this device's changes. */
  readonly server: Doc | null
  readonly version: number | null
  readonly seq: string
  readonly modified: string | null
  readonly modified_by: string | null
  readonly docstatus: number
  readonly gone: GoneReason | null
  readonly hold: HoldMark | null
}

/** The server's state of a document, from whichever way it came: feed, delta or push result. */
export interface ServerState extends DocumentKey {
  readonly data: Doc | null
  readonly version: number | null
  readonly seq: string
  readonly gone: GoneReason | null
  readonly hold: HoldMark | null
  /** A push result does not say these; the feed row at the same seq does. */
  readonly modified: string | null
  readonly modified_by: string | null
  readonly docstatus: number
}

const COLUMNS =
  'doctype, name, server, version, seq, modified, modified_by, docstatus, gone, hold, shown, delivered'

export async function readDocument(db: Statements, key: DocumentKey): Promise<LocalDocument | null> {
  const [row] = await db.all(`SELECT ${COLUMNS} FROM document WHERE doctype = ? AND name = ?`, [
    key.doctype,
    key.name,
  ])
  return row ? toDocument(row) : null
}

export async function listDocuments(db: Statements, doctype: string): Promise<LocalDocument[]> {
  const rows = await db.all(
    `SELECT ${COLUMNS} FROM document WHERE doctype = ? AND shown IS NOT NULL ORDER BY name`,
    [doctype],
  )
  return rows.map(toDocument)
}

/** Every record that waits for a person, the nearest deadline first. */
export async function heldDocuments(db: Statements): Promise<LocalDocument[]> {
  const rows = await db.all(`SELECT ${COLUMNS} FROM document WHERE hold IS NOT NULL ORDER BY doctype, name`)
  return rows.map(toDocument)
}

/**
 * Takes the server's state iff its seq is greater than what is here; answers whether it did. Out of order,
 * twice, or beside a push result: the newest seq stays. At the seq it had a record comes into sight and goes out of
 * it, when its person is given another role.
 */
export async function takeServerState(
  tx: Statements,
  state: ServerState,
  fullRead: number,
): Promise<'applied' | 'same' | 'older'> {
  const known = await readDocument(tx, state)
  const order = known ? compareSeq(state.seq, known.seq) : 1
  const isSightNews =
    order === 0 && known?.gone !== state.gone && [known?.gone, state.gone].includes('out_of_scope')
  if (order <= 0 && !isSightNews) {
    await markDelivered(tx, state, fullRead)
    return order === 0 ? 'same' : 'older'
  }
  await tx.run(
    `INSERT INTO document (doctype, name, server, version, seq, modified, modified_by, docstatus, gone, hold, delivered)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (doctype, name) DO UPDATE SET server = excluded.server, version = excluded.version,
       seq = excluded.seq, modified = excluded.modified, modified_by = excluded.modified_by,
       docstatus = excluded.docstatus, gone = excluded.gone, hold = excluded.hold, delivered = excluded.delivered`,
    [
      state.doctype,
      state.name,
      state.gone === null ? toJson(state.data) : null,
      state.gone === 'out_of_scope' ? null : state.version,
      state.seq,
      state.modified,
      state.modified_by,
      state.docstatus,
      state.gone,
      toJson(state.hold),
      fullRead,
    ],
  )
  await redraw(tx, state)
  return 'applied'
}

/** At the same seq the content is the same by definition; the feed row adds what a push result leaves out. */
export async function takeMarks(tx: Statements, state: ServerState): Promise<void> {
  await tx.run(
    `UPDATE document SET modified = ?, modified_by = ?, docstatus = ?, hold = ? WHERE doctype = ? AND name = ?`,
    [state.modified, state.modified_by, state.docstatus, toJson(state.hold), state.doctype, state.name],
  )
}

export async function markHeld(tx: Statements, key: DocumentKey, hold: HoldMark): Promise<void> {
  await tx.run('UPDATE document SET hold = ? WHERE doctype = ? AND name = ?', [
    toJson(hold),
    key.doctype,
    key.name,
  ])
}

/** The copy goes; what this device queued about it stays. */
export async function dropCopy(tx: Statements, key: DocumentKey, gone: GoneReason): Promise<void> {
  await tx.run(
    `UPDATE document SET server = NULL, version = NULL, hold = NULL, gone = ? WHERE doctype = ? AND name = ?`,
    [gone, key.doctype, key.name],
  )
}

async function markDelivered(tx: Statements, key: DocumentKey, fullRead: number): Promise<void> {
  await tx.run('UPDATE document SET delivered = ? WHERE doctype = ? AND name = ? AND delivered < ?', [
    fullRead,
    key.doctype,
    key.name,
    fullRead,
  ])
}

/**
 * Computes what a person sees again. Called in the transaction of every change to the copy or the queue, so
 * that the two can never be seen apart; a record with neither copy nor changes is forgotten.
 */
export async function redraw(tx: Statements, key: DocumentKey): Promise<void> {
  const known = await readDocument(tx, key)
  const entries = await entriesOf(tx, key)
  if (known === null || (known.server === null && known.gone !== 'deleted')) await forgetDecisions(tx, key)
  const shown = overlay(known?.server ?? null, entries)
  const isEmpty = (known === null || (known.server === null && known.gone === null)) && entries.length === 0
  if (isEmpty) {
    await tx.run('DELETE FROM document WHERE doctype = ? AND name = ?', [key.doctype, key.name])
  } else {
    await tx.run(
      `INSERT INTO document (doctype, name, shown) VALUES (?, ?, ?)
       ON CONFLICT (doctype, name) DO UPDATE SET shown = excluded.shown`,
      [key.doctype, key.name, toJson(shown)],
    )
  }
}

/** At the end of a read from the beginning: what it did not deliver is no longer there, or not ours to see. */
export async function dropUndelivered(tx: Statements, fullRead: number): Promise<DocumentKey[]> {
  const rows = await tx.all(
    `SELECT doctype, name FROM document
     WHERE delivered < ? AND (server IS NOT NULL OR gone IS NOT NULL) ORDER BY doctype, name`,
    [fullRead],
  )
  const keys = rows.map((row) => ({ doctype: text(row, 'doctype'), name: text(row, 'name') }))
  for (const key of keys) {
    await tx.run(
      `UPDATE document SET server = NULL, version = NULL, seq = '0', gone = NULL, hold = NULL
       WHERE doctype = ? AND name = ?`,
      [key.doctype, key.name],
    )
    await redraw(tx, key)
  }
  return keys
}

/** A restored server counts from an older place: everything it now says is news. */
export async function forgetOrder(tx: Statements): Promise<void> {
  await tx.run(`UPDATE document SET seq = '0'`)
}

export function compareSeq(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b)
  if (difference === 0n) return 0
  return difference > 0n ? 1 : -1
}

function toDocument(row: SqlRow): LocalDocument {
  const hold = textOrNull(row, 'hold')
  const gone = textOrNull(row, 'gone')
  return {
    doctype: text(row, 'doctype'),
    name: text(row, 'name'),
    data: docOrNull(row, 'shown'),
    server: docOrNull(row, 'server'),
    version: integerOrNull(row, 'version'),
    seq: text(row, 'seq'),
    modified: textOrNull(row, 'modified'),
    modified_by: textOrNull(row, 'modified_by'),
    docstatus: integer(row, 'docstatus'),
    gone: gone === null ? null : goneReason.parse(gone),
    hold: hold === null ? null : rowConflict.parse(JSON.parse(hold)),
  }
}
