import type { ItemResult } from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'
import { Prisma, type Statements } from '../platform/prisma/database.ts'
import type { DocumentKey } from './documents.sql.ts'

/** The stored part of an answer: everything but the documents, which are read when it is given again. */
export type StoredResult = Pick<
  ItemResult,
  | 'requested_name'
  | 'conflict_strategy'
  | 'conflicts'
  | 'decisions'
  | 'conflict_id'
  | 'due_at'
  | 'notifications'
  | 'branch'
  | 'error'
>

/** Of a change about which there is nothing to say. */
export const EMPTY_RESULT: StoredResult = {
  requested_name: null,
  conflict_strategy: null,
  conflicts: [],
  decisions: [],
  conflict_id: null,
  due_at: null,
  notifications: [],
  branch: null,
  error: null,
}

/** One row of the ledger: what was sent, as what it counts, and what was answered. */
export interface Receipt {
  readonly mutation_id: string
  readonly account_id: string
  readonly device_id: string | null
  readonly sync_id: string | null
  readonly content_hash: string
  readonly op: string
  readonly doctype: string
  readonly name: string | null
  readonly base_version: number | null
  readonly sent: unknown
  readonly status: string
  readonly version: number | null
  readonly result: StoredResult
  readonly rule_set: string
}

export type KnownReceipt = Pick<
  Receipt,
  | 'mutation_id'
  | 'account_id'
  | 'content_hash'
  | 'doctype'
  | 'name'
  | 'status'
  | 'version'
  | 'result'
  | 'rule_set'
>

/** Receipts by id, for a statement that asks for more than those. */
export const selectReceipts = (org: string, ids: readonly string[]) => Prisma.sql`
  SELECT m.mutation_id::text AS mutation_id, m.account_id::text AS account_id, m.content_hash, m.doctype, m.name,
    m.status, m.version, m.result, m.rule_set
  FROM unnest(${[...ids]}::uuid[]) AS k(id)
  CROSS JOIN LATERAL (SELECT * FROM mutation m WHERE m.org_id = ${org} AND m.mutation_id = k.id LIMIT 1) AS m`

export async function readReceipts(tx: Statements, org: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, KnownReceipt>()
  return byMutation(await tx.$queryRaw<KnownReceipt[]>(selectReceipts(org, ids)))
}

export function byMutation(receipts: readonly KnownReceipt[]): Map<string, KnownReceipt> {
  return new Map(receipts.map((receipt) => [receipt.mutation_id, receipt]))
}

export interface OwnMutation {
  readonly mutation_id: string
  readonly doctype: string
  readonly name: string
  readonly version: number
  readonly base_version: number | null
  readonly data: Doc
  readonly refused: boolean
}

/** Which of its own changes belong to what a device knew: later ones, those on the same bases, and those it names. */
export interface Since {
  readonly after: number
  readonly bases: readonly number[]
  readonly over: readonly string[]
}

/** What this device itself has had accepted on these documents, and what it names, in order of receipt. */
export async function ownMutations(
  tx: Statements,
  org: string,
  deviceId: string,
  documents: readonly (DocumentKey & Since)[],
): Promise<OwnMutation[]> {
  if (documents.length === 0) return []
  return tx.$queryRaw<OwnMutation[]>`
    SELECT m.mutation_id::text AS mutation_id, k.doctype, k.name, m.version, m.base_version, m.data, m.refused
    FROM jsonb_to_recordset(${JSON.stringify(documents)}::jsonb)
      AS k(doctype text, name text, after integer, bases integer[], over uuid[])
    CROSS JOIN LATERAL (SELECT m.mutation_id, m.ordinal, coalesce(m.version, 0) AS version, m.base_version,
        m.status = 'rejected' AS refused, coalesce(nullif(m.sent -> 'data', 'null'::jsonb), '{}'::jsonb) AS data
      FROM mutation m
      WHERE m.org_id = ${org} AND m.doctype = k.doctype AND m.name = k.name AND m.device_id = ${deviceId}::uuid
        AND (m.mutation_id = ANY (k.over) OR (m.version > k.after OR m.base_version = ANY (k.bases))
          AND m.status IN ('success', 'conflict', 'conflict_manual'))
      ORDER BY m.ordinal OFFSET 0) AS m
    ORDER BY m.ordinal`
}
