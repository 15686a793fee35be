import type { Client } from 'pg'
import type { Device } from '../devices/device.ts'
import { lineageOf } from './lineage.ts'
import type { Violation } from './violation.ts'

/**
 * Nothing made on a device is lost: it is in the server's ledger with an answer, waits on its device as refused,
 * or was given up by its person.
 */
export async function checkNothingLost(
  client: Client,
  devices: readonly Device[],
  isRestored: boolean,
): Promise<Violation[]> {
  const { rows } = await client.query<{ id: string; status: string }>(
    'SELECT mutation_id::text AS id, status FROM mutation WHERE status IS NOT NULL',
  )
  const answered = new Map(rows.map(({ id, status }) => [id, status]))
  const violations: Violation[] = []
  for (const device of devices) {
    const pending = await device.client.pending()
    const refused = new Set(
      pending.filter(({ state }) => state === 'rejected').map(({ mutation_id }) => mutation_id),
    )
    const lineages = new Set(
      isRestored ? [...answered.keys(), ...refused, ...device.givenUp].map(lineageOf) : [],
    )
    for (const { mutation_id, change } of device.made) {
      const isForgotten = isRestored && device.unremembered.has(mutation_id)
      const isKnown = answered.has(mutation_id) || lineages.has(lineageOf(mutation_id)) || isForgotten
      const isSafe = isKnown || refused.has(mutation_id) || device.givenUp.has(mutation_id)
      const isHidden = answered.get(mutation_id) === 'rejected' && !isRestored && isSafe
      if (isHidden && !refused.has(mutation_id) && !device.givenUp.has(mutation_id)) {
        const detail = `${device.name} shows ${mutation_id} (${change.doctype} ${change.name}) no more`
        violations.push({ check: 'what was refused is shown', detail })
      }
      if (!isSafe) {
        const what = `${mutation_id} (${change.op ?? 'change'} ${change.doctype} ${change.name})`
        violations.push({
          check: 'nothing is lost',
          detail: `${device.name} made ${what}: it is nowhere`,
        })
      }
    }
    for (const { mutation_id, state } of pending) {
      if (state !== 'rejected') {
        const detail = `${device.name} still holds ${mutation_id}, ${state}, although the server answers`
        violations.push({ check: 'queues drain', detail })
      }
    }
  }
  return violations
}
