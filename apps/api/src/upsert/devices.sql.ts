import { type Caller as SignedIn, selectMember, toMember } from '../access/membership.repository.ts'
import type { Member } from '../access/rights.ts'
import type { Statements } from '../platform/prisma/database.ts'
import { SettledElsewhere } from '../platform/prisma/sql-state.ts'
import { byMutation, type KnownReceipt, selectReceipts } from '../store/ledger.sql.ts'

/** A device that has been heard of before. */
export interface KnownDevice {
  readonly account_id: string
  readonly first_seen_at: string
  readonly last_full_read_at: string | null
  readonly last_seen_at: string
}

interface CallerRow extends Omit<Member, 'org' | 'role'> {
  readonly org: string | null
  readonly role: string
  readonly device: KnownDevice | null
  readonly receipts: KnownReceipt[] | null
}

export interface Caller {
  readonly member: Member
  readonly device: KnownDevice | null
  /** The receipts of those mutations that were settled before. */
  readonly known: ReadonlyMap<string, KnownReceipt>
}

/** Who is asking, on which device, and what of it was settled before: one question, as every batch begins with it. */
export async function readCaller(
  tx: Statements,
  org: string,
  asked: SignedIn & {
    readonly device_id: string
    readonly mutation_ids: readonly string[]
  },
): Promise<Caller> {
  const rows = await tx.$queryRaw<CallerRow[]>`
    SELECT m.*,
      (SELECT to_json(d) FROM (
        SELECT d.account_id, d.first_seen_at, d.last_full_read_at, d.last_seen_at FROM device d
        WHERE d.org_id = m.org AND d.device_id = ${asked.device_id}::uuid) AS d) AS device,
      (SELECT json_agg(r) FROM (${selectReceipts(org, asked.mutation_ids)}) AS r) AS receipts
    FROM (${selectMember(org, asked)}) AS m`
  const { device = null, receipts = null } = rows[0] ?? {}
  const member = toMember(rows.map(({ device: _, receipts: __, ...row }) => row))
  return { member, device, known: byMutation(receipts ?? []) }
}

export interface SyncRow {
  readonly sync_id: string
  readonly device_id: string
  readonly account_id: string
  readonly app_version: string
  readonly started_at: string
  readonly items: number
  readonly conflicts: number
  readonly held: number
  readonly rejected: number
  readonly merged: number
}

/** Notes that the device was heard of, and adds a batch to its sync; replayed items are not counted again. */
export async function noteSync(tx: Statements, org: string, row: SyncRow): Promise<void> {
  const noted = await tx.$executeRaw`
    WITH heard AS (
      INSERT INTO device AS d (org_id, device_id, account_id, app_version)
      VALUES (${org}, ${row.device_id}::uuid, ${row.account_id}::uuid, ${row.app_version})
      ON CONFLICT (org_id, device_id) DO UPDATE SET last_seen_at = now(), app_version = excluded.app_version
        WHERE d.account_id = excluded.account_id
      RETURNING 1
    )
    INSERT INTO sync AS s (org_id, sync_id, device_id, app_version, started_at, ended_at, items, conflicts, held,
      rejected, merged)
    SELECT ${org}, ${row.sync_id}::uuid, ${row.device_id}::uuid, ${row.app_version},
      ${row.started_at}::timestamptz, clock_timestamp(), ${row.items}, ${row.conflicts}, ${row.held},
      ${row.rejected}, ${row.merged}
    FROM heard
    ON CONFLICT (org_id, sync_id) DO UPDATE SET ended_at = excluded.ended_at, items = s.items + excluded.items,
      conflicts = s.conflicts + excluded.conflicts, held = s.held + excluded.held,
      rejected = s.rejected + excluded.rejected, merged = s.merged + excluded.merged`
  // Another account has brought the same device along in this very moment: the next attempt sees whose it is.
  if (noted === 0) throw new SettledElsewhere()
}
