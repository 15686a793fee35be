import type { Doc } from '@dartwing/rules'
import { Prisma, type Transaction } from '../platform/prisma/database.ts'
import type { DocumentKey } from '../store/documents.sql.ts'

const instantText = (column: Prisma.Sql) =>
  Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

export interface BranchRecord {
  readonly name: string
  readonly version: number
  readonly data: Doc
  readonly audience: readonly string[]
  readonly author: string
  readonly device_id: string | null
  readonly made_at: string
  readonly created_at: string
}

/** More than a person looks through; who has more has another problem. */
const BRANCHES_MAX = 200

/** What hangs on a root, the newest first. Where the first version is no longer kept, the last change speaks for it. */
export async function branchesOf(
  tx: Transaction,
  org: string,
  { doctype, name }: DocumentKey,
): Promise<BranchRecord[]> {
  return tx.$queryRaw<BranchRecord[]>`
    SELECT d.name, d.version, d.data, d.audience, coalesce(v.author, d.modified_by) AS author,
      coalesce(v.device_id, d.origin_device)::text AS device_id,
      ${instantText(Prisma.sql`coalesce(v.effective_at, d.modified)`)} AS made_at,
      ${instantText(Prisma.sql`coalesce(v.created_at, d.modified)`)} AS created_at
    FROM document d
    LEFT JOIN document_version v ON v.org_id = d.org_id AND v.doctype = d.doctype AND v.name = d.name AND v.version = 1
    WHERE d.org_id = ${org} AND d.doctype = ${doctype} AND d.branch_of = ${name} AND d.deleted_at IS NULL
    ORDER BY coalesce(v.created_at, d.modified) DESC, d.name LIMIT ${BRANCHES_MAX}`
}
