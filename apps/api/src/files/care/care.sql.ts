import type { Transaction } from '../../platform/prisma/database.ts'

/** Uploads that took too long, and finished ones nobody asks about any more; each locked. */
export async function lockUploadsOver(
  tx: Transaction,
  org: string,
  limit: number,
): Promise<{ upload_id: string; isKept: boolean }[]> {
  const rows = await tx.$queryRaw<{ upload_id: string; kept: boolean }[]>`
    SELECT u.upload_id::text AS upload_id,
      EXISTS (SELECT FROM blob b WHERE b.org_id = u.org_id AND b.storage_key = u.upload_id) AS kept
    FROM upload u
    WHERE u.org_id = ${org} AND u.expires_at <= now() AND (u.held_until IS NULL OR u.held_until < now())
    ORDER BY u.expires_at LIMIT ${limit} FOR UPDATE OF u SKIP LOCKED`
  return rows.map(({ upload_id, kept }) => ({ upload_id, isKept: kept }))
}

/** Of files whose document is gone for good, not only deleted. */
export async function dropContentOfPurged(tx: Transaction, org: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM file_content c WHERE c.org_id = ${org} AND NOT EXISTS (
      SELECT FROM document d WHERE d.org_id = c.org_id AND d.doctype = 'File' AND d.name = c.file
        AND d.purged_at IS NULL)`
}

/** Contents that no file has; each locked, so that nobody gives it to one meanwhile. */
export async function lockBlobsOfNobody(
  tx: Transaction,
  org: string,
  limit: number,
): Promise<{ sha256: string; storage_key: string }[]> {
  return tx.$queryRaw<{ sha256: string; storage_key: string }[]>`
    SELECT b.sha256, b.storage_key::text AS storage_key FROM blob b
    WHERE b.org_id = ${org}
      AND NOT EXISTS (SELECT FROM file_content c WHERE c.org_id = b.org_id AND c.sha256 = b.sha256)
    ORDER BY b.sha256 LIMIT ${limit} FOR UPDATE OF b SKIP LOCKED`
}

export async function deleteBlob(tx: Transaction, org: string, sha256: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM blob WHERE org_id = ${org} AND sha256 = ${sha256}`
}

export interface MissingFile {
  readonly name: string
  readonly file_name: string | null
}

/** Files that were described long ago, whose content has not come, and nobody has been told of. */
export async function filesMissing(tx: Transaction, org: string, days: number): Promise<MissingFile[]> {
  return tx.$queryRaw<MissingFile[]>`
    SELECT d.name, d.data ->> 'file_name' AS file_name FROM document d
    WHERE d.org_id = ${org} AND d.doctype = 'File' AND d.deleted_at IS NULL AND d.purged_at IS NULL
      AND NOT EXISTS (SELECT FROM file_content c WHERE c.org_id = d.org_id AND c.file = d.name)
      AND (SELECT min(v.created_at) FROM document_version v
        WHERE v.org_id = d.org_id AND v.doctype = d.doctype AND v.name = d.name)
        < now() - make_interval(days => ${days}::int)
      AND NOT EXISTS (SELECT FROM notification n
        WHERE n.org_id = d.org_id AND n.doctype = d.doctype AND n.name = d.name)
    ORDER BY d.name`
}
