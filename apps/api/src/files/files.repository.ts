import type { Transaction } from '../platform/prisma/database.ts'

export interface Blob {
  readonly sha256: string
  readonly size: number
  readonly mime: string
  readonly storage_key: string
  readonly quarantine: string | null
}

export interface Content extends Blob {
  /** Who brought it. */
  readonly account_id: string
}

type Row<T> = Omit<T, 'size'> & { size: bigint }

/** The content of a File; null = it has not arrived. */
export async function contentOf(tx: Transaction, org: string, file: string): Promise<Content | null> {
  const [row] = await tx.$queryRaw<Row<Content>[]>`
    SELECT b.sha256, b.size, b.mime, b.storage_key::text AS storage_key, b.quarantine,
      c.account_id::text AS account_id
    FROM file_content c JOIN blob b ON b.org_id = c.org_id AND b.sha256 = c.sha256
    WHERE c.org_id = ${org} AND c.file = ${file}`
  return row === undefined ? null : { ...row, size: Number(row.size) }
}

interface Kept {
  readonly storage_key: string
  readonly quarantine: string | null
  readonly isNew: boolean
}

/** Keeps a content once: of equal ones the first stays, and is answered. */
export async function keepBlob(tx: Transaction, org: string, blob: Blob): Promise<Kept> {
  const added = await tx.$executeRaw`
    INSERT INTO blob (org_id, sha256, size, mime, storage_key, quarantine)
    VALUES (${org}, ${blob.sha256}, ${blob.size}, ${blob.mime}, ${blob.storage_key}::uuid, ${blob.quarantine})
    ON CONFLICT (org_id, sha256) DO NOTHING`
  const [kept] = await tx.$queryRaw<Omit<Kept, 'isNew'>[]>`
    SELECT b.storage_key::text AS storage_key, b.quarantine FROM blob b
    WHERE b.org_id = ${org} AND b.sha256 = ${blob.sha256} FOR SHARE`
  // It was there, nobody had it, and it was thrown away while this waited for it: now it is ours to keep.
  return kept === undefined ? keepBlob(tx, org, blob) : { ...kept, isNew: added > 0 }
}

/** What a File has, it keeps. */
export async function giveContent(
  tx: Transaction,
  org: string,
  given: { readonly file: string; readonly sha256: string; readonly account_id: string },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO file_content (org_id, file, sha256, account_id)
    VALUES (${org}, ${given.file}, ${given.sha256}, ${given.account_id}::uuid)
    ON CONFLICT (org_id, file) DO NOTHING`
}

export interface Thumbnail {
  /** Whether it was tried. */
  readonly isMade: boolean
  /** Null = there can be none. */
  readonly picture: Uint8Array | null
}

export async function thumbnailOf(tx: Transaction, org: string, sha256: string): Promise<Thumbnail> {
  const [row] = await tx.$queryRaw<{ made: boolean; thumbnail: Uint8Array | null }[]>`
    SELECT b.looked_at IS NOT NULL AS made, b.thumbnail FROM blob b
    WHERE b.org_id = ${org} AND b.sha256 = ${sha256}`
  return { isMade: row?.made ?? false, picture: row?.thumbnail ?? null }
}

export async function blobOf(tx: Transaction, org: string, sha256: string): Promise<Blob | null> {
  const [row] = await tx.$queryRaw<Row<Blob>[]>`
    SELECT b.sha256, b.size, b.mime, b.storage_key::text AS storage_key, b.quarantine FROM blob b
    WHERE b.org_id = ${org} AND b.sha256 = ${sha256}`
  return row === undefined ? null : { ...row, size: Number(row.size) }
}

export async function keepThumbnail(
  tx: Transaction,
  org: string,
  sha256: string,
  picture: Uint8Array | null,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE blob SET looked_at = now(), thumbnail = ${picture}::bytea
    WHERE org_id = ${org} AND sha256 = ${sha256}`
}
