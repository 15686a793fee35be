import { type LocalDocument, type SyncClient } from '@dartwing/client'
import { canonicalJson, DOCTYPE_NAMES, type Json } from '@dartwing/rules'
import type { Violation } from './violation.ts'

/** Every phone shows what a new phone of the same person shows, byte for byte. */
export async function checkSame(name: string, device: SyncClient, witness: SyncClient): Promise<Violation[]> {
  const violations: Violation[] = []
  for (const doctype of DOCTYPE_NAMES) {
    const [known, fresh] = await Promise.all([shown(device, doctype), shown(witness, doctype)])
    for (const key of new Set([...known.keys(), ...fresh.keys()])) {
      const here = known.get(key) ?? 'nothing'
      const there = fresh.get(key) ?? 'nothing'
      if (here !== there) {
        const detail = `${name}, ${doctype} ${key}: ${here} here, ${there} on a new phone`
        violations.push({ check: 'devices converge', detail })
      }
    }
  }
  return violations
}

/** What the server last told about every record that can be seen; own refused changes lie on top, and stay out. */
async function shown(client: SyncClient, doctype: string): Promise<Map<string, string>> {
  const documents = (await client.list(doctype)).filter(({ server }) => server !== null)
  return new Map(documents.map((document) => [document.name, canonicalJson(facts(document))]))
}

function facts({ server, version, seq, hold, docstatus }: LocalDocument): Json {
  return { server, version, seq, docstatus, hold: hold === null ? null : { ...hold } }
}
