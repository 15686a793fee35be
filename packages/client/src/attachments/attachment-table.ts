import { integer, text, textOrNull } from '../local/columns.ts'
import type { SqlRow, Statements } from '../local/driver.ts'

/**
 *   waiting ──► uploading ──► done (its bytes may be evicted)
 *      ▲            ├──► waiting: not this time
 *      └─ person ── └──► failed: the server will not have it
 */
export const ATTACHMENT_STATES = ['waiting', 'uploading', 'done', 'failed'] as const
export type AttachmentState = (typeof ATTACHMENT_STATES)[number]

/** Bytes on this device, beside the File document that describes them. */
export interface Attachment {
  /** The name of the File document. */
  readonly file: string
  readonly mime: string
  readonly size: number
  readonly state: AttachmentState
  /** A person asked for this file: it travels first, whatever its type and size. */
  readonly is_requested: boolean
  readonly error: string | null
  /** Whether the bytes are on this device. */
  readonly is_here: boolean
}

const COLUMNS = 'file, mime, size, state, is_requested, error, bytes IS NOT NULL AS is_here'

/** Only what belongs to the account of this database now. */
const OWN = `account = (SELECT value FROM setting WHERE key = 'account')`

export async function addAttachment(
  tx: Statements,
  added: { file: string; account: string; mime: string; bytes: Uint8Array },
): Promise<void> {
  await tx.run(
    `INSERT INTO attachment (file, account, mime, size, state, bytes, used)
     VALUES (?, ?, ?, ?, 'waiting', ?, (SELECT coalesce(max(used), 0) + 1 FROM attachment))`,
    [added.file, added.account, added.mime, added.bytes.byteLength, added.bytes],
  )
}

export async function listAttachments(db: Statements): Promise<Attachment[]> {
  const rows = await db.all(`SELECT ${COLUMNS} FROM attachment WHERE ${OWN} ORDER BY position`)
  return rows.map(toAttachment)
}

/** What may travel: waiting, and the server has the document that describes it. */
export async function uploadable(db: Statements): Promise<Attachment[]> {
  const rows = await db.all(
    `SELECT ${COLUMNS} FROM attachment WHERE ${OWN} AND state = 'waiting' AND EXISTS (
       SELECT 1 FROM document
       WHERE document.doctype = 'File' AND document.name = attachment.file AND document.server IS NOT NULL)
     ORDER BY position`,
  )
  return rows.map(toAttachment)
}

export async function bytesOf(db: Statements, file: string): Promise<Uint8Array | null> {
  const [row] = await db.all(`SELECT bytes FROM attachment WHERE file = ? AND ${OWN}`, [file])
  const bytes = row?.bytes
  return bytes instanceof Uint8Array ? bytes : null
}

export async function noteUse(db: Statements, file: string): Promise<void> {
  await db.run(
    'UPDATE attachment SET used = (SELECT max(used) + 1 FROM attachment) WHERE file = ? AND bytes IS NOT NULL',
    [file],
  )
}

/** Answers whether it was in the state expected; if not, nothing has changed. */
export async function move(
  db: Statements,
  file: string,
  { from, to, error = null }: { from: AttachmentState; to: AttachmentState; error?: string | null },
): Promise<boolean> {
  const changed = await db.run(
    `UPDATE attachment SET state = ?, error = ? WHERE file = ? AND state = ? AND ${OWN}`,
    [to, error, file, from],
  )
  return changed > 0
}

export async function markRequested(db: Statements, file: string): Promise<void> {
  await db.run(`UPDATE attachment SET is_requested = 1 WHERE file = ? AND ${OWN}`, [file])
}

export async function removeAttachment(db: Statements, file: string): Promise<void> {
  await db.run(`DELETE FROM attachment WHERE file = ? AND ${OWN}`, [file])
}

/** Whatever was under way when the process ended goes again. */
export async function reviveInterrupted(db: Statements): Promise<void> {
  await db.run(`UPDATE attachment SET state = 'waiting' WHERE state = 'uploading'`)
}

/** Frees bytes that the server has, the least used first, until no more than `bytesMax` are kept. */
export async function evict(tx: Statements, bytesMax: number): Promise<void> {
  await tx.run(
    `UPDATE attachment SET bytes = NULL WHERE state = 'done' AND bytes IS NOT NULL AND used <= (
       SELECT max(used) FROM (
         SELECT used, sum(size) OVER (ORDER BY (state = 'done'), used DESC) AS kept
         FROM attachment WHERE bytes IS NOT NULL)
       WHERE kept > ?)`,
    [bytesMax],
  )
}

function toAttachment(row: SqlRow): Attachment {
  const word = text(row, 'state')
  const state = ATTACHMENT_STATES.find((known) => known === word)
  if (!state) throw new TypeError(`column state holds ${word}`)
  return {
    file: text(row, 'file'),
    mime: text(row, 'mime'),
    size: integer(row, 'size'),
    state,
    is_requested: integer(row, 'is_requested') === 1,
    error: textOrNull(row, 'error'),
    is_here: integer(row, 'is_here') === 1,
  }
}
