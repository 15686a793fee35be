import type { Role } from '@dartwing/rules'
import type { Database } from '../platform/prisma/database.ts'
import { hashPassword } from './passwords.ts'

export const DEMO_PASSWORD = 'demo'

export const DEMO_ORGANISATIONS = [
  { org: 'ORG-DEMO', title: 'Nordlicht Heating & Cooling', time_zone: 'Europe/Berlin' },
  { org: 'ORG-OTHER', title: 'Another Company', time_zone: 'America/New_York' },
] as const

export const DEMO_ACCOUNTS: readonly { email: string; full_name: string; role: Role; org: string }[] = [
  { email: 'resolver@demo.test', full_name: 'Ravi Krishnan', role: 'resolver', org: 'ORG-DEMO' },
  { email: 'admin@demo.test', full_name: 'Maja Öberg', role: 'admin', org: 'ORG-DEMO' },
  { email: 'reception@demo.test', full_name: 'Dana Ruiz', role: 'receptionist', org: 'ORG-DEMO' },
  { email: 'tech.a@demo.test', full_name: 'Ana Ortega', role: 'technician', org: 'ORG-DEMO' },
  { email: 'tech.b@demo.test', full_name: 'Benoît Lefèvre', role: 'technician', org: 'ORG-DEMO' },
  { email: 'admin@other.test', full_name: 'Sam Carter', role: 'admin', org: 'ORG-OTHER' },
]

/** Makes the demo's organisations and accounts once. Its records are made by devices, not here. */
export async function ensureDemoAccounts(database: Database): Promise<void> {
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  const ids = await database.acrossOrganisations(null, async (tx) => {
    for (const { org, title, time_zone } of DEMO_ORGANISATIONS) {
      const row = { orgId: org, title, timeZone: time_zone }
      await tx.organisation.upsert({ where: { orgId: org }, create: row, update: {} })
    }
    const idByEmail = new Map<string, string>()
    for (const { email, full_name } of DEMO_ACCOUNTS) {
      const create = { email, fullName: full_name, passwordHash }
      const { accountId } = await tx.account.upsert({ where: { email }, create, update: {} })
      idByEmail.set(email, accountId)
    }
    return idByEmail
  })
  for (const { org } of DEMO_ORGANISATIONS) {
    await database.inOrganisation(org, async (tx) => {
      await tx.$executeRaw`INSERT INTO org_counter (org_id) VALUES (${org}) ON CONFLICT DO NOTHING`
      for (const account of DEMO_ACCOUNTS.filter((one) => one.org === org)) {
        const accountId = ids.get(account.email)
        if (accountId === undefined) continue
        await tx.membership.upsert({
          where: { orgId_accountId: { orgId: org, accountId } },
          create: { orgId: org, accountId, role: account.role },
          update: {},
        })
      }
    })
  }
}
