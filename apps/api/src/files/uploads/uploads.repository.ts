import type { Transaction } from '../../platform/prisma/database.ts'

export interface UploadRow {
  readonly upload_id: string
  readonly account_id: string
  /** The name of the File document. */
  readonly file: string
  readonly length: number
  /** RFC 3339. */
  readonly expires_at: string
  readonly isOver: boolean
  readonly isFinished: boolean
}

/** After so long without its end an upload is thrown away; a finished one is remembered as long as that. */
export const UPLOAD_LIVES_HOURS = 48
/** What a request that has died holds at most. */
const HELD_SECONDS = 10

/** For the rest of the transaction: two that begin at once must not both be the last that fits. */
export async function lockQuota(tx: Transaction, org: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`files ${org}`}, 0))`
}

interface BytesTaken {
  readonly by_all: number
  /** What one person has brought; the same content once. */
  readonly by_person: number
}

/** What is here and what has been let in. */
export async function bytesTaken(tx: Transaction, org: string, account_id: string): Promise<BytesTaken> {
  const [row] = await tx.$queryRaw<BytesTaken[]>`
    WITH coming AS (
      SELECT u.account_id, u.length FROM upload u
      WHERE u.org_id = ${org} AND u.finished_at IS NULL AND u.expires_at > now())
    SELECT ((SELECT coalesce(sum(b.size), 0) FROM blob b WHERE b.org_id = ${org})
        + (SELECT coalesce(sum(c.length), 0) FROM coming c))::float8 AS by_all,
      ((SELECT coalesce(sum(b.size), 0) FROM blob b WHERE b.org_id = ${org} AND EXISTS (SELECT FROM file_content f
          WHERE f.org_id = b.org_id AND f.sha256 = b.sha256 AND f.account_id = ${account_id}::uuid))
        + (SELECT coalesce(sum(c.length), 0) FROM coming c WHERE c.account_id = ${account_id}::uuid))::float8 AS by_person`
  return row ?? { by_all: 0, by_person: 0 }
}

export async function insertUpload(
  tx: Transaction,
  org: string,
  upload: Pick<UploadRow, 'upload_id' | 'account_id' | 'file' | 'length'>,
): Promise<string> {
  const [row] = await tx.$queryRaw<{ expires_at: Date }[]>`
    INSERT INTO upload (org_id, upload_id, account_id, file, length, expires_at)
    VALUES (${org}, ${upload.upload_id}::uuid, ${upload.account_id}::uuid, ${upload.file}, ${upload.length},
      now() + make_interval(hours => ${UPLOAD_LIVES_HOURS}::int))
    RETURNING expires_at`
  if (row === undefined) throw new Error('An upload was not written')
  return row.expires_at.toISOString()
}

export async function readUpload(tx: Transaction, org: string, id: string): Promise<UploadRow | null> {
  const [row] = await tx.$queryRaw<
    {
      account_id: string
      file: string
      length: bigint
      expires_at: Date
      over: boolean
      finished: boolean
    }[]
  >`
    SELECT u.account_id::text AS account_id, u.file, u.length, u.expires_at, u.expires_at <= now() AS over,
      u.finished_at IS NOT NULL AS finished
    FROM upload u WHERE u.org_id = ${org} AND u.upload_id = ${id}::uuid`
  if (row === undefined) return null
  const { account_id, file, length, expires_at, over, finished } = row
  return {
    upload_id: id,
    account_id,
    file,
    length: Number(length),
    expires_at: expires_at.toISOString(),
    isOver: over,
    isFinished: finished,
  }
}

export async function markFinished(tx: Transaction, org: string, id: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE upload SET finished_at = now(), expires_at = now() + make_interval(hours => ${UPLOAD_LIVES_HOURS}::int)
    WHERE org_id = ${org} AND upload_id = ${id}::uuid`
}

export async function deleteUpload(tx: Transaction, org: string, id: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM upload WHERE org_id = ${org} AND upload_id = ${id}::uuid`
}

/** Answers whether the upload is this holder's now; if not, its holder is told that somebody waits. */
export async function take(tx: Transaction, org: string, id: string, holder: string): Promise<boolean> {
  const taken = await tx.$executeRaw`
    UPDATE upload SET holder = ${holder}::uuid, wanted = false,
      held_until = clock_timestamp() + make_interval(secs => ${HELD_SECONDS}::int)
    WHERE org_id = ${org} AND upload_id = ${id}::uuid AND (holder IS NULL OR held_until < clock_timestamp())`
  if (taken > 0) return true
  await tx.$executeRaw`UPDATE upload SET wanted = true WHERE org_id = ${org} AND upload_id = ${id}::uuid`
  return false
}

/** Answers whether the holder may go on: it still holds it, and nobody waits. */
export async function renew(tx: Transaction, org: string, id: string, holder: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ wanted: boolean }[]>`
    UPDATE upload SET held_until = clock_timestamp() + make_interval(secs => ${HELD_SECONDS}::int)
    WHERE org_id = ${org} AND upload_id = ${id}::uuid AND holder = ${holder}::uuid RETURNING wanted`
  return row?.wanted === false
}

export async function release(tx: Transaction, org: string, id: string, holder: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE upload SET holder = NULL, held_until = NULL
    WHERE org_id = ${org} AND upload_id = ${id}::uuid AND holder = ${holder}::uuid`
}
