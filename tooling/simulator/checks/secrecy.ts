import type { SyncClient } from '@dartwing/client'
import { DOCTYPE_NAMES, docTypeRule } from '@dartwing/rules'
import type { Client } from 'pg'
import type { Device } from '../devices/device.ts'
import { ORG } from '../devices/slots.ts'
import type { Violation } from './violation.ts'

/** Nobody's phone holds what is somebody else's: a copy of a personal record names its reader. */
export async function checkSecrecy(client: Client, devices: readonly Device[]): Promise<Violation[]> {
  const { rows } = await client.query<{ email: string; role: string }>(
    `SELECT a.email, m.role FROM membership m JOIN account a ON a.account_id = m.account_id WHERE m.org_id = $1`,
    [ORG],
  )
  const roles = new Map(rows.map(({ email, role }) => [email, role]))
  const violations: Violation[] = []
  for (const { client: phone, slot } of devices) {
    violations.push(...(await copiesOfOthers(phone, slot, roles.get(slot.email) ?? 'nobody')))
  }
  return violations
}

async function copiesOfOthers(
  phone: SyncClient,
  { name, email }: Device['slot'],
  role: string,
): Promise<Violation[]> {
  const violations: Violation[] = []
  for (const doctype of DOCTYPE_NAMES) {
    const visibility = docTypeRule(doctype)?.visibility
    if (!visibility?.roles.some((one) => one === role)) continue
    for (const document of await phone.list(doctype)) {
      const owner = document.server?.[visibility.field] ?? email
      if (owner === email) continue
      const detail = `${name} holds ${doctype} ${document.name} of ${String(owner)}`
      violations.push({ check: 'nobody holds what is not theirs', detail })
    }
  }
  return violations
}
