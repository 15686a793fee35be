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

/**
 * Makes the demo's organisations and accounts once, whichever of several processes comes first. Its records are
 * made by devices, not here.
 */
export async function ensureDemoAccounts(database: Database): Promise<void> {
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  const ids = await database.acrossOrganisations(null, async (tx) => {
    await tx.organisation.createMany({
      data: DEMO_ORGANISATIONS.map(({ org, title, time_zone }) => ({
        orgId: org,
        title,
        timeZone: time_zone,
      })),
      skipDuplicates: true,
    })
    await tx.account.createMany({
      data: DEMO_ACCOUNTS.map(({ email, full_name }) => ({ email, fullName: full_name, passwordHash })),
      skipDuplicates: true,
    })
    const rows = await tx.account.findMany({
      where: { email: { in: DEMO_ACCOUNTS.map(({ email }) => email) } },
      select: { accountId: true, email: true },
    })
    return new Map(rows.map(({ accountId, email }) => [email, accountId]))
  })
  for (const { org } of DEMO_ORGANISATIONS) {
    const data = DEMO_ACCOUNTS.filter((one) => one.org === org).flatMap(({ email, role }) => {
      const accountId = ids.get(email)
      return accountId === undefined ? [] : [{ orgId: org, accountId, role }]
    })
    await database.inOrganisation(org, async (tx) => {
      await tx.$executeRaw`INSERT INTO org_counter (org_id) VALUES (${org}) ON CONFLICT DO NOTHING`
      await tx.membership.createMany({ data, skipDuplicates: true })
    })
  }
}
