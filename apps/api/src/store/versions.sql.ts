import type { Doc } from '@dartwing/rules'
import type { Statements } from '../platform/prisma/database.ts'
import type { DocumentKey } from './documents.sql.ts'
import { keyOf } from './stored-document.ts'

export interface VersionRow {
  readonly doctype: string
  readonly name: string
  readonly version: number
  /** null = a tombstone. */
  readonly data: Doc | null
  readonly author: string
  readonly device_id: string | null
  readonly mutation_id: string
  readonly effective_at: string
  readonly created_at: string
}

export interface BaseVersion extends VersionRow {
  /** When the next version was accepted; null while this one is current. */
  readonly superseded_at: string | null
}

export const versionKeyOf = (doctype: string, name: string, version: number) =>
  `${keyOf(doctype, name)}\u0000${version}`

/** Named versions, each with the moment it was superseded. Absent = pruned, or never was. */
export async function readVersions(
  tx: Statements,
  org: string,
  wanted: readonly (DocumentKey & { readonly version: number })[],
): Promise<Map<string, BaseVersion>> {
  if (wanted.length === 0) return new Map()
  const rows = await tx.$queryRaw<BaseVersion[]>`
    SELECT v.*, (SELECT to_char(n.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
        FROM document_version n WHERE n.org_id = ${org} AND n.doctype = v.doctype AND n.name = v.name
          AND n.version = v.version + 1) AS superseded_at
    FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS k(doctype text, name text, version integer)
    CROSS JOIN LATERAL (SELECT v.doctype, v.name, v.version, v.data, v.author, v.device_id::text AS device_id,
        v.mutation_id::text AS mutation_id,
        to_char(v.effective_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS effective_at,
        to_char(v.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS created_at
      FROM document_version v WHERE v.org_id = ${org} AND v.doctype = k.doctype AND v.name = k.name
        AND v.version = k.version LIMIT 1) AS v`
  return new Map(rows.map((row) => [versionKeyOf(row.doctype, row.name, row.version), row]))
}

/** The newest version of a deleted document that still had content: what `undelete` brings back. */
export async function lastContentOf(tx: Statements, org: string, key: DocumentKey): Promise<Doc | null> {
  const rows = await tx.$queryRaw<{ data: Doc }[]>`
    SELECT v.data FROM document_version v
    WHERE v.org_id = ${org} AND v.doctype = ${key.doctype} AND v.name = ${key.name} AND v.data IS NOT NULL
    ORDER BY v.version DESC LIMIT 1`
  return rows[0]?.data ?? null
}

export interface NewVersion extends VersionRow {
  /** Its data is what its mutation sent: the ledger has it already, so it does not travel twice. */
  readonly as_sent: boolean
}
