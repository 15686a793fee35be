import type { Client } from 'pg'
import type { Device } from '../devices/device.ts'
import type { Violation } from './violation.ts'

/** Whoever's change met another's has been told so, on the phone it was made on, unless that phone went off. */
export async function checkTold(client: Client, devices: readonly Device[]): Promise<Violation[]> {
  const { rows } = await client.query<{ id: string }>(
    "SELECT mutation_id::text AS id FROM mutation WHERE status IN ('conflict', 'conflict_manual')",
  )
  const met = new Set(rows.map(({ id }) => id))
  return devices
    .filter(({ phone, twin }) => phone.lives === 1 && twin === null)
    .flatMap((device) =>
      device.made
        .filter(({ mutation_id }) => met.has(mutation_id) && !device.told.has(mutation_id))
        .map(({ mutation_id, change }) => ({
          check: 'whoever met somebody is told',
          detail: `${device.name} never heard what became of ${mutation_id} (${change.doctype} ${change.name})`,
        })),
    )
}
