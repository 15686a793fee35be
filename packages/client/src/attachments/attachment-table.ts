import { integer, text, textOrNull } from '../local/columns.ts'
import type { SqlRow, Statements } from '../local/driver.ts'
import { IS_HERE, OWN } from './cache.ts'

/**
 *   made here     waiting ──► uploading ──► done (its bytes may be evicted)
 *                    ▲            ├──► waiting: not this time
 *                    └─ person ── └──► failed: the server will not have it
 *   from others   wanted ──► downloading ──► done; in the same way back to wanted, or failed
 */
export const ATTACHMENT_STATES = ['waiting', 'uploading', 'wanted', 'downloading', 'done', 'failed'] as const
export type AttachmentState = (typeof ATTACHMENT_STATES)[number]

/** Bytes on this device or on their way, beside the File document that describes them. */
export interface Attachment {
  /** The name of the File document. */
  readonly file: string
  /** Whose device this was when it came here. */
  readonly account: string
  readonly mime: string
  readonly size: number
  readonly state: AttachmentState
  /** A person asked for this file: it travels first, whatever its type and size. */
  readonly is_requested: boolean
  /** Why the last attempt came to nothing. */
  readonly error: string | null
  /** Whether the bytes are on this device. */
  readonly is_here: boolean
  /** How many of them have got where they are to go. */
  readonly moved_bytes: number
}

const COLUMNS = `file, account, mime, size, state, is_requested, error, ${IS_HERE} AS is_here`

/** The server has the description, and says that it has the bytes too. */
const STORED = `document.doctype = 'File' AND document.gone IS NULL AND document.server ->> '$.state' = 'stored'`
/** Of a File document: the record that it is attached to. */
const RECORD = `FROM document AS record
  WHERE record.doctype = document.server ->> '$.attached_to_doctype'
    AND record.name = document.server ->> '$.attached_to_name'`
const NEXT_USE = '(SELECT coalesce(max(used), 0) + 1 FROM attachment)'

export interface NewAttachment {
  readonly file: string
  readonly account: string
  readonly mime: string
  readonly size: number
}

export async function addAttachment(tx: Statements, added: NewAttachment): Promise<void> {
  await tx.run(
    `INSERT INTO attachment (file, account, mime, size, state, used) VALUES (?, ?, ?, ?, 'waiting', ${NEXT_USE})`,
    [added.file, added.account, added.mime, added.size],
  )
}

/** A file of somebody else, or one whose bytes were let go: they are to come here. */
export async function wantAttachment(
  tx: Statements,
  { file, account, mime, size, isRequested }: NewAttachment & { readonly isRequested: boolean },
): Promise<void> {
  await tx.run(
    `INSERT INTO attachment (file, account, mime, size, state, is_requested, used)
     VALUES (?, ?, ?, ?, 'wanted', ?, ${NEXT_USE})
     ON CONFLICT (file) DO UPDATE SET state = 'wanted', is_requested = excluded.is_requested, error = NULL
     WHERE ${OWN} AND state IN ('wanted', 'done', 'failed') AND NOT ${IS_HERE}`,
    [file, account, mime, size, isRequested ? 1 : 0],
  )
}

export async function listAttachments(db: Statements): Promise<Attachment[]> {
  const rows = await db.all(`SELECT ${COLUMNS} FROM attachment WHERE ${OWN} ORDER BY position`)
  return rows.map(toAttachment)
}

/** What may travel: the server has the document that describes it, and for those that come, their bytes. */
export async function travellers(db: Statements): Promise<Attachment[]> {
  const rows = await db.all(
    `SELECT ${COLUMNS} FROM attachment WHERE ${OWN} AND (
       state = 'waiting' AND EXISTS (
         SELECT 1 FROM document
         WHERE document.doctype = 'File' AND document.name = attachment.file AND document.server IS NOT NULL)
       OR state = 'wanted' AND EXISTS (SELECT 1 FROM document WHERE ${STORED} AND document.name = attachment.file))
     ORDER BY position`,
  )
  return rows.map(toAttachment)
}

/** Files of records on this device that the server has and nobody here has asked for yet, the newest first. */
export async function unknownFiles(db: Statements): Promise<Omit<NewAttachment, 'account'>[]> {
  const rows = await db.all(
    `SELECT name AS file, CAST(coalesce(server ->> '$.mime', '') AS TEXT) AS mime,
       CAST(coalesce(server ->> '$.size', 0) AS INTEGER) AS size
     FROM document WHERE ${STORED} AND EXISTS (SELECT 1 ${RECORD} AND record.server IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM attachment WHERE attachment.file = document.name)
     ORDER BY length(seq) DESC, seq DESC`,
  )
  return rows.map((row) => ({ file: text(row, 'file'), mime: text(row, 'mime'), size: integer(row, 'size') }))
}

/** The SHA-256 that the File document says. */
export async function describedHash(db: Statements, file: string): Promise<string | null> {
  const [row] = await db.all(
    `SELECT server ->> '$.sha256' AS sha256 FROM document WHERE doctype = 'File' AND name = ?`,
    [file],
  )
  return row ? textOrNull(row, 'sha256') : null
}

/** An answer may have been lost: what the server says it has need not travel again. */
export async function settleStored(db: Statements): Promise<void> {
  await db.run(
    `UPDATE attachment SET state = 'done', error = NULL, upload = NULL
     WHERE state IN ('waiting', 'failed') AND ${IS_HERE} AND EXISTS (
       SELECT 1 FROM document WHERE ${STORED} AND document.name = attachment.file)`,
  )
}

/** What may no longer be seen, or was deleted, leaves this device; what the server does not have stays. */
export async function dropUnseen(db: Statements): Promise<void> {
  await db.run(
    `DELETE FROM attachment WHERE state IN ('done', 'wanted') AND ${OWN} AND NOT EXISTS (
       SELECT 1 FROM document WHERE document.doctype = 'File' AND document.name = attachment.file
         AND document.gone IS NULL AND document.server IS NOT NULL
         AND NOT EXISTS (SELECT 1 ${RECORD} AND record.gone IS NOT NULL))`,
  )
}

/** A server that was restored may have lost bytes; those it still says it has are settled by the next pass. */
export async function offerUploadsAgain(tx: Statements): Promise<void> {
  await tx.run(`UPDATE attachment SET state = 'waiting', upload = NULL WHERE state = 'done' AND ${IS_HERE}`)
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

/** Where at the server its bytes are on their way to; null: nowhere yet. */
export async function begunUpload(db: Statements, file: string): Promise<string | null> {
  const [row] = await db.all('SELECT upload FROM attachment WHERE file = ?', [file])
  return row ? textOrNull(row, 'upload') : null
}

export async function rememberUpload(db: Statements, file: string, upload: string | null): Promise<void> {
  await db.run('UPDATE attachment SET upload = ? WHERE file = ?', [upload, file])
}

export async function markRequested(db: Statements, file: string): Promise<void> {
  await db.run(`UPDATE attachment SET is_requested = 1 WHERE file = ? AND ${OWN}`, [file])
}

/** What was refused may travel again, the way it went. */
export async function reviveFailed(db: Statements, file: string): Promise<void> {
  await db.run(
    `UPDATE attachment SET state = iif(${IS_HERE}, 'waiting', 'wanted'), error = NULL
     WHERE file = ? AND state = 'failed' AND ${OWN}`,
    [file],
  )
}

export async function removeAttachment(db: Statements, file: string): Promise<void> {
  await db.run(`DELETE FROM attachment WHERE file = ? AND ${OWN}`, [file])
}

/** Whatever was under way when the process ended goes again. */
export async function reviveInterrupted(db: Statements): Promise<void> {
  await db.run(
    `UPDATE attachment SET state = iif(state = 'uploading', 'waiting', 'wanted')
     WHERE state IN ('uploading', 'downloading')`,
  )
}

function toAttachment(row: SqlRow): Attachment {
  const word = text(row, 'state')
  const state = ATTACHMENT_STATES.find((known) => known === word)
  if (!state) throw new TypeError(`column state holds ${word}`)
  return {
    file: text(row, 'file'),
    account: text(row, 'account'),
    mime: text(row, 'mime'),
    size: integer(row, 'size'),
    state,
    is_requested: integer(row, 'is_requested') === 1,
    error: textOrNull(row, 'error'),
    is_here: integer(row, 'is_here') === 1,
    moved_bytes: state === 'done' ? integer(row, 'size') : 0,
  }
}
