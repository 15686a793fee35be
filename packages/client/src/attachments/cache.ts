/** The bytes of attachments on this device: which are here, and which are let go first. */
import { integer } from '../local/columns.ts'
import type { Statements } from '../local/driver.ts'

/** Only what belongs to the account of this database now. */
export const OWN = `account = (SELECT value FROM setting WHERE key = 'account')`

export const IS_HERE =
  'EXISTS (SELECT 1 FROM attachment_content WHERE attachment_content.file = attachment.file)'

export async function keepBytes(tx: Statements, file: string, bytes: Uint8Array): Promise<void> {
  await tx.run(
    'INSERT INTO attachment_content (file, bytes) VALUES (?, ?) ON CONFLICT (file) DO UPDATE SET bytes = excluded.bytes',
    [file, bytes],
  )
  await tx.run('UPDATE attachment SET size = ? WHERE file = ?', [bytes.byteLength, file])
  await noteUse(tx, file)
}

export async function bytesOf(db: Statements, file: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const [row] = await db.all(
    `SELECT bytes FROM attachment_content WHERE file = (SELECT file FROM attachment WHERE file = ? AND ${OWN})`,
    [file],
  )
  const bytes = row?.bytes
  return bytes instanceof Uint8Array ? new Uint8Array(bytes) : null
}

export async function noteUse(db: Statements, file: string): Promise<void> {
  await db.run(
    `UPDATE attachment SET used = (SELECT max(used) + 1 FROM attachment) WHERE file = ? AND ${IS_HERE}`,
    [file],
  )
}

/** How many bytes are here or have been sent for. */
export async function bytesKept(db: Statements): Promise<number> {
  const [row] = await db.all(
    `SELECT coalesce(sum(size), 0) AS kept FROM attachment
     WHERE ${IS_HERE} OR state IN ('wanted', 'downloading')`,
  )
  return row ? integer(row, 'kept') : 0
}

/** Frees bytes that the server has, the least used first, until no more than `bytesMax` are kept. */
export async function evict(tx: Statements, bytesMax: number): Promise<void> {
  await tx.run(
    `DELETE FROM attachment_content WHERE file IN (
       SELECT file FROM attachment WHERE state = 'done' AND ${IS_HERE} AND used <= (
         SELECT max(used) FROM (
           SELECT used, sum(size) OVER (ORDER BY (state = 'done'), used DESC) AS kept
           FROM attachment WHERE ${IS_HERE})
         WHERE kept > ?))`,
    [bytesMax],
  )
}

/** Another person's copies of what the server has; what it has not stays for their return. */
export async function forgetFetched(tx: Statements): Promise<void> {
  await tx.run(`DELETE FROM attachment WHERE state IN ('done', 'wanted', 'downloading')`)
}
