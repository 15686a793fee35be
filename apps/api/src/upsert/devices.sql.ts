import type { Transaction } from '../platform/prisma/database.ts'

export interface DeviceRow {
  readonly first_seen_at: Date
  readonly last_full_read_at: Date | null
  /** Null for a device that has never been heard of. */
  readonly last_seen_before: Date | null
}

/** Notes that a device was heard of; null when it belongs to another account. */
export async function touchDevice(
  tx: Transaction,
  org: string,
  device: { readonly device_id: string; readonly account_id: string; readonly app_version: string },
): Promise<DeviceRow | null> {
  const rows = await tx.$queryRaw<DeviceRow[]>`
    WITH before AS (
      SELECT last_seen_at FROM device WHERE org_id = ${org} AND device_id = ${device.device_id}::uuid
    )
    INSERT INTO device AS d (org_id, device_id, account_id, app_version)
    VALUES (${org}, ${device.device_id}::uuid, ${device.account_id}::uuid, ${device.app_version})
    ON CONFLICT (org_id, device_id) DO UPDATE SET last_seen_at = now(), app_version = excluded.app_version
      WHERE d.account_id = excluded.account_id
    RETURNING d.first_seen_at, d.last_full_read_at, (SELECT last_seen_at FROM before) AS last_seen_before`
  return rows[0] ?? null
}

export interface SyncRow {
  readonly sync_id: string
  readonly device_id: string
  readonly app_version: string
  readonly started_at: string
  readonly items: number
  readonly conflicts: number
  readonly held: number
  readonly rejected: number
}

/** Adds a batch to its sync; replayed items are not counted again. */
export async function countSync(tx: Transaction, org: string, row: SyncRow): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO sync AS s (org_id, sync_id, device_id, app_version, started_at, ended_at, items, conflicts, held,
      rejected)
    VALUES (${org}, ${row.sync_id}::uuid, ${row.device_id}::uuid, ${row.app_version},
      ${row.started_at}::timestamptz, clock_timestamp(), ${row.items}, ${row.conflicts}, ${row.held},
      ${row.rejected})
    ON CONFLICT (org_id, sync_id) DO UPDATE SET ended_at = excluded.ended_at, items = s.items + excluded.items,
      conflicts = s.conflicts + excluded.conflicts, held = s.held + excluded.held,
      rejected = s.rejected + excluded.rejected`
}
