import type { Doc, FieldDecision } from '@dartwing/rules'
import { Prisma, type Transaction } from '../platform/prisma/database.ts'
import type { DocumentKey } from '../store/documents.sql.ts'

const instantText = (column: Prisma.Sql) =>
  Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** A version with the change that made it. */
export interface VersionRecord {
  readonly version: number
  /** null = a tombstone. */
  readonly data: Doc | null
  readonly author: string
  readonly device_id: string | null
  readonly mutation_id: string
  readonly effective_at: string
  readonly created_at: string
  readonly op: string
  /** Null where the change was made to another document and moved this one along. */
  readonly decisions: readonly FieldDecision[] | null
  readonly conflict_id: string | null
  readonly rule_set: string | null
}

/** Versions older than `before`, the newest first. */
export async function versionsBefore(
  tx: Transaction,
  org: string,
  { doctype, name }: DocumentKey,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<VersionRecord[]> {
  return tx.$queryRaw<VersionRecord[]>`
    SELECT v.version, v.data, v.author, v.device_id::text AS device_id, v.mutation_id::text AS mutation_id,
      ${instantText(Prisma.sql`v.effective_at`)} AS effective_at,
      ${instantText(Prisma.sql`v.created_at`)} AS created_at, m.op, o.result -> 'decisions' AS decisions,
      o.result ->> 'conflict_id' AS conflict_id, m.rule_set
    FROM document_version v
    JOIN mutation m ON m.org_id = v.org_id AND m.mutation_id = v.mutation_id
    LEFT JOIN mutation o ON o.org_id = v.org_id AND o.mutation_id = v.mutation_id AND o.doctype = v.doctype
      AND o.name = v.name
    WHERE v.org_id = ${org} AND v.doctype = ${doctype} AND v.name = ${name} AND v.version < ${before}
    ORDER BY v.version DESC LIMIT ${limit}`
}

export interface AttemptRecord {
  readonly version: number
  readonly mutation_id: string
  readonly author: string | null
  readonly device_id: string | null
  readonly op: string
  readonly status: 'conflict' | 'conflict_manual'
  readonly received_at: string
  readonly decisions: readonly FieldDecision[]
  readonly conflict_id: string | null
}

/** Changes that left these versions as they were, because a rule overruled them or a person is asked. */
export async function attemptsOn(
  tx: Transaction,
  org: string,
  { doctype, name }: DocumentKey,
  versions: readonly number[],
): Promise<AttemptRecord[]> {
  return tx.$queryRaw<AttemptRecord[]>`
    SELECT m.version, m.mutation_id::text AS mutation_id, a.email AS author, m.device_id::text AS device_id, m.op,
      m.status, ${instantText(Prisma.sql`m.received_at`)} AS received_at, m.result -> 'decisions' AS decisions,
      m.result ->> 'conflict_id' AS conflict_id
    FROM mutation m LEFT JOIN account a ON a.account_id = m.account_id
    WHERE m.org_id = ${org} AND m.doctype = ${doctype} AND m.name = ${name}
      AND m.version = ANY(${[...versions]}::integer[]) AND m.status IN ('conflict', 'conflict_manual')
      AND NOT EXISTS (SELECT FROM document_version v WHERE v.org_id = m.org_id AND v.doctype = m.doctype
        AND v.name = m.name AND v.version = m.version AND v.mutation_id = m.mutation_id)
    ORDER BY m.ordinal`
}
