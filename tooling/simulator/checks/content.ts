import { canonicalJson, type Doc } from '@dartwing/rules'
import type { Client } from 'pg'
import type { Device } from '../devices/device.ts'
import type { Violation } from './violation.ts'

interface Received {
  readonly id: string
  readonly data: Doc | null
  readonly code: string | null
}

/** A phone that was not tampered with never says one thing twice in two ways, nor anything that is not well-formed. */
const IMPOSSIBLE = new Set(['mutation_id_reuse', 'malformed', 'device_mismatch', 'too_large'])

/** What the server received under an id is what the person last made under it. */
export async function checkContent(client: Client, devices: readonly Device[]): Promise<Violation[]> {
  const { rows } = await client.query<Received>(
    "SELECT mutation_id::text AS id, sent -> 'data' AS data, result -> 'error' ->> 'code' AS code FROM mutation",
  )
  const received = new Map(rows.map((row) => [row.id, row]))
  const violations: Violation[] = []
  for (const device of devices) {
    for (const { mutation_id, error } of await device.client.pending()) {
      if (error === null || !IMPOSSIBLE.has(error.code)) continue
      const detail = `${device.name} was answered ${error.code} for ${mutation_id}`
      violations.push({ check: 'a device does not contradict itself', detail })
    }
    for (const [id, made] of lastMade(device)) {
      const there = received.get(id)
      if (there === undefined || there.data === null || device.takenBack.has(id)) continue
      for (const field of changedOnTheWay(made, there.data)) {
        const detail = `${device.name} wrote ${field} = ${canonicalJson(made[field] ?? null)} as ${id}: ${canonicalJson(there.data[field] ?? null)} arrived`
        violations.push({ check: 'what arrives is what was written', detail })
      }
    }
  }
  return violations
}

function changedOnTheWay(made: Doc, arrived: Doc): string[] {
  return Object.keys(made).filter(
    (field) => canonicalJson(arrived[field] ?? null) !== canonicalJson(made[field] ?? null),
  )
}

/** By id: edits folded into one change have one id, and the later word on a field counts. */
function lastMade({ made }: Device): Map<string, Doc> {
  const byId = new Map<string, Doc>()
  for (const { mutation_id, change } of made) {
    if (change.data !== null) byId.set(mutation_id, { ...byId.get(mutation_id), ...change.data })
  }
  return byId
}
