/**
 * Each step first locks some documents of one DocType, in name order, passing over those somebody is writing:
 * they have their turn another day. What it then does sees everything committed before the locks.
 */
import { Prisma, type Transaction } from '../platform/prisma/database.ts'
import type { Archiving } from './lifetimes.ts'

/** Documents in one transaction. */
export const CHUNK = 500

/** Where a step stands: in which organisation, which DocType, and after which name. */
export interface Place {
  readonly org: string
  readonly doctype: string
  readonly after: string
}

const NO_OPEN_CONFLICT = Prisma.sql`NOT EXISTS (SELECT FROM conflict c WHERE c.org_id = d.org_id
  AND c.doctype = d.doctype AND c.name = d.name AND c.state = 'open')`

async function lockWhere(
  tx: Transaction,
  { org, doctype, after }: Place,
  condition: Prisma.Sql,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    SELECT d.name FROM document d
    WHERE d.org_id = ${org} AND d.doctype = ${doctype} AND d.name > ${after} AND ${condition}
      AND ${NO_OPEN_CONFLICT}
    ORDER BY d.name LIMIT ${CHUNK} FOR UPDATE OF d SKIP LOCKED`
  return rows.map(({ name }) => name)
}

const olderThan = (column: Prisma.Sql, days: number) =>
  Prisma.sql`${column} < now() - make_interval(days => ${days}::integer)`

export function lockDeadTombstones(tx: Transaction, place: Place, days: number): Promise<string[]> {
  return lockWhere(
    tx,
    place,
    Prisma.sql`d.deleted_at IS NOT NULL AND d.purged_at IS NULL
      AND ${olderThan(Prisma.sql`d.deleted_at`, days)}`,
  )
}

/** Keeps the names, takes what they stood for and their places in the feed, and moves the horizon past those. */
export async function purge(tx: Transaction, { org, doctype }: Place, names: string[]): Promise<void> {
  await tx.$executeRaw`
    WITH purged AS (
      UPDATE document d SET purged_at = now(), data = '{}'
      WHERE d.org_id = ${org} AND d.doctype = ${doctype} AND d.name = ANY(${names}::text[])
        AND ${NO_OPEN_CONFLICT}
      RETURNING d.name, d.seq, d.version
    ), forgotten AS (
      DELETE FROM document_version v USING purged p
      WHERE v.org_id = ${org} AND v.doctype = ${doctype} AND v.name = p.name AND v.version < p.version
    )
    UPDATE org_counter SET purge_horizon_seq = greatest(purge_horizon_seq, (SELECT max(p.seq) FROM purged p))
    WHERE org_id = ${org}`
}

export function lockQuietDocuments(tx: Transaction, place: Place, { days, where }: Archiving) {
  const condition =
    where === null
      ? Prisma.empty
      : Prisma.sql`AND d.data -> ${where.field} = ${JSON.stringify(where.value)}::jsonb`
  return lockWhere(
    tx,
    place,
    Prisma.sql`d.archived_at IS NULL AND d.deleted_at IS NULL
      AND ${olderThan(Prisma.sql`d.modified`, days)} ${condition}`,
  )
}

/** Moves the documents to the end of the feed, once, where devices learn that they may drop them. */
export async function archive(tx: Transaction, { org, doctype }: Place, names: string[]): Promise<void> {
  await tx.$executeRaw`
    WITH counter AS (
      UPDATE org_counter SET last_seq = last_seq + ${names.length}::bigint
      WHERE org_id = ${org} RETURNING last_seq - ${names.length}::bigint AS before
    )
    UPDATE document d SET archived_at = now(), reason = 'access', seq = counter.before + k.ordinal
    FROM counter, unnest(${names}::text[]) WITH ORDINALITY AS k(name, ordinal)
    WHERE d.org_id = ${org} AND d.doctype = ${doctype} AND d.name = k.name`
}

/** Live documents of which a version was superseded so long ago. A tombstone's wait for its purge. */
export function lockLongHistories(tx: Transaction, place: Place, days: number): Promise<string[]> {
  return lockWhere(
    tx,
    place,
    Prisma.sql`d.deleted_at IS NULL AND d.version > 1 AND EXISTS (SELECT FROM document_version v
      JOIN document_version n ON n.org_id = v.org_id AND n.doctype = v.doctype AND n.name = v.name
        AND n.version = v.version + 1
      WHERE v.org_id = d.org_id AND v.doctype = d.doctype AND v.name = d.name
        AND ${olderThan(Prisma.sql`n.created_at`, days)})`,
  )
}

/** The oldest versions go first and the current one has no successor, so what is kept has no hole. */
export async function prune(
  tx: Transaction,
  { org, doctype }: Place,
  names: string[],
  days: number,
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM document_version v USING document_version n, document d
    WHERE v.org_id = ${org} AND v.doctype = ${doctype} AND v.name = ANY(${names}::text[])
      AND n.org_id = v.org_id AND n.doctype = v.doctype AND n.name = v.name AND n.version = v.version + 1
      AND ${olderThan(Prisma.sql`n.created_at`, days)}
      AND d.org_id = v.org_id AND d.doctype = v.doctype AND d.name = v.name AND ${NO_OPEN_CONFLICT}`
}
