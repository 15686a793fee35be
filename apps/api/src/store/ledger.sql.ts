import type { ItemResult } from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'
import type { Transaction } from '../platform/prisma/database.ts'
import type { DocumentKey } from './documents.sql.ts'

/** What identifies a mutation and what was sent with it. */
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
}

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

export interface FinishedReceipt {
  readonly mutation_id: string
  readonly name: string | null
  readonly status: string
  readonly version: number | null
  readonly result: StoredResult
  readonly rule_set: string
}

export interface KnownReceipt extends FinishedReceipt {
  readonly account_id: string
  readonly content_hash: string
  readonly doctype: string
}

/** Claims ids that are new. Of concurrent duplicates the database lets exactly one through. */
export async function claimReceipts(
  tx: Transaction,
  org: string,
  receipts: readonly Receipt[],
  receivedAt: string,
): Promise<Set<string>> {
  if (receipts.length === 0) return new Set()
  const rows = await tx.$queryRaw<{ mutation_id: string }[]>`
    INSERT INTO mutation (org_id, mutation_id, account_id, device_id, sync_id, content_hash, op, doctype, name,
      base_version, sent, received_at)
    SELECT ${org}, r.mutation_id, r.account_id, r.device_id, r.sync_id, r.content_hash, r.op, r.doctype, r.name,
      r.base_version, r.sent, ${receivedAt}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(receipts.map((receipt, ordinal) => ({ ...receipt, ordinal })))}::jsonb)
      AS r(ordinal integer, mutation_id uuid, account_id uuid, device_id uuid, sync_id uuid, content_hash text,
        op text, doctype text, name text, base_version integer, sent jsonb)
    ORDER BY r.ordinal
    ON CONFLICT (org_id, mutation_id) DO NOTHING
    RETURNING mutation_id::text AS mutation_id`
  return new Set(rows.map((row) => row.mutation_id))
}

export async function readReceipts(tx: Transaction, org: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, KnownReceipt>()
  const rows = await tx.$queryRaw<KnownReceipt[]>`
    SELECT m.mutation_id::text AS mutation_id, m.account_id::text AS account_id, m.content_hash, m.doctype, m.name,
      m.status, m.version, m.result, m.rule_set
    FROM mutation m WHERE m.org_id = ${org} AND m.mutation_id = ANY(${[...ids]}::uuid[])
    ORDER BY m.ordinal`
  return new Map(rows.map((row) => [row.mutation_id, row]))
}

export async function finishReceipts(
  tx: Transaction,
  org: string,
  rows: readonly FinishedReceipt[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.$executeRaw`
    UPDATE mutation m SET name = r.name, status = r.status, version = r.version, result = r.result,
      rule_set = r.rule_set
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(mutation_id uuid, name text, status text,
      version integer, result jsonb, rule_set text)
    WHERE m.org_id = ${org} AND m.mutation_id = r.mutation_id`
}

export interface OwnMutation {
  readonly doctype: string
  readonly name: string
  readonly version: number
  readonly data: Doc
}

/** What this device itself has had accepted on these documents, in order of receipt. */
export async function ownMutations(
  tx: Transaction,
  org: string,
  deviceId: string,
  documents: readonly (DocumentKey & { readonly after: number })[],
): Promise<OwnMutation[]> {
  if (documents.length === 0) return []
  return tx.$queryRaw<OwnMutation[]>`
    SELECT m.doctype, m.name, m.version, coalesce(m.sent -> 'data', '{}'::jsonb) AS data
    FROM jsonb_to_recordset(${JSON.stringify(documents)}::jsonb) AS k(doctype text, name text, after integer)
    JOIN mutation m ON m.org_id = ${org} AND m.device_id = ${deviceId}::uuid AND m.doctype = k.doctype
      AND m.name = k.name AND m.version > k.after
    WHERE m.status IN ('success', 'conflict', 'conflict_manual')
    ORDER BY m.ordinal`
}
