import type { Client } from 'pg'
import type { Device } from '../devices/device.ts'
import { lineageOf } from './lineage.ts'
import type { Violation } from './violation.ts'

/** There from the beginning, whatever a server forgets. */
const FIRST_JOBS = ['JOB-1', 'JOB-2', 'JOB-3']

interface Counted {
  readonly name: string
  readonly item: string
  readonly quantity: number
}

/** Of every job and part: what was there, and every accepted addition, once. */
export async function checkSums(
  client: Client,
  devices: readonly Device[],
  isRestored: boolean,
): Promise<Violation[]> {
  const { rows: accepted } = await client.query<{ id: string }>(
    "SELECT mutation_id::text AS id FROM mutation WHERE status IN ('success', 'conflict')",
  )
  const taken = new Set(accepted.map(({ id }) => id))
  const lineages = new Set(isRestored ? [...taken].map(lineageOf) : [])
  const isTaken = (id: string) => taken.has(id) || lineages.has(lineageOf(id))
  const expected = new Map<string, number>()
  const add = (name: string, item: string, quantity: number) =>
    expected.set(`${name} ${item}`, (expected.get(`${name} ${item}`) ?? 0) + quantity)
  for (const name of FIRST_JOBS) add(name, 'FUSE', 1)
  const senders = new Map<string, Device>()
  for (const device of devices) {
    for (const { mutation_id, change } of device.made) {
      if (!change.adds || !isTaken(mutation_id) || device.takenBack.has(mutation_id)) continue
      // Copies of one phone may send one change both: it counts once.
      const sender = senders.get(mutation_id) ?? device
      senders.set(mutation_id, sender)
      if (sender === device) add(change.name, change.adds.item, change.adds.quantity)
    }
  }
  const { rows: counted } = await client.query<Counted>(
    `SELECT d.name, p ->> 'item_code' AS item, sum((p ->> 'quantity')::numeric)::float8 AS quantity
     FROM document d, jsonb_array_elements(coalesce(d.data -> 'parts_used', '[]')) p
     WHERE d.doctype = 'Dispatch Job' AND d.org_id = 'ORG-DEMO' GROUP BY 1, 2`,
  )
  const stored = new Map(counted.map(({ name, item, quantity }) => [`${name} ${item}`, quantity]))
  const isKnown = (part: string) => !isRestored || FIRST_JOBS.some((name) => part.startsWith(`${name} `))
  return [...new Set([...expected.keys(), ...stored.keys()])].filter(isKnown).flatMap((part) => {
    const should = expected.get(part) ?? 0
    const is = stored.get(part) ?? 0
    return should === is
      ? []
      : [{ check: 'sums are right', detail: `${part} is ${is}, was counted ${should}` }]
  })
}
