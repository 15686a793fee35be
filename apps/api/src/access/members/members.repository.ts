import type { MemberState, MemberView } from '@dartwing/protocol'
import { Prisma, type Transaction } from '../../platform/prisma/database.ts'
import { roleOf } from '../rights.ts'

interface MemberRow {
  readonly account_id: string
  readonly email: string
  readonly full_name: string
  readonly role: string
  readonly joined: boolean
  readonly disabled: boolean
  readonly last_seen_at: Date | null
}

/** Before they have joined, people are called what their admin calls them: nothing is told of other organisations. */
const NAME = Prisma.sql`CASE WHEN m.joined_at IS NULL THEN coalesce(m.invited_name, '') ELSE a.full_name END`

const MEMBERS = Prisma.sql`
  SELECT m.account_id::text AS account_id, a.email, ${NAME} AS full_name, m.role, m.joined_at IS NOT NULL AS joined,
    m.disabled_at IS NOT NULL AS disabled,
    (SELECT max(d.last_seen_at) FROM device d WHERE d.org_id = m.org_id AND d.account_id = m.account_id) AS last_seen_at
  FROM membership m JOIN account a ON a.account_id = m.account_id`

/** Everyone who belongs, was invited or has been disabled, by e-mail address. */
export async function listMembers(
  tx: Transaction,
  org: string,
  { after, q, limit }: { readonly after: string; readonly q: string | undefined; readonly limit: number },
): Promise<MemberView[]> {
  const pattern = `%${(q ?? '').replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const wanted = q ? Prisma.sql`AND (a.email ILIKE ${pattern} OR ${NAME} ILIKE ${pattern})` : Prisma.empty
  const rows = await tx.$queryRaw<MemberRow[]>`${MEMBERS}
    WHERE m.org_id = ${org} AND a.email > ${after} ${wanted} ORDER BY a.email LIMIT ${limit}`
  return rows.map(toView)
}

export async function readMember(
  tx: Transaction,
  org: string,
  accountId: string,
): Promise<MemberView | undefined> {
  const rows = await tx.$queryRaw<MemberRow[]>`${MEMBERS}
    WHERE m.org_id = ${org} AND m.account_id = ${accountId}::uuid`
  return rows.map(toView)[0]
}

/** Who changes the members of an organisation has them to themselves until commit; what they then read stays true. */
export async function lockMembers(tx: Transaction, org: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM organisation o WHERE o.org_id = ${org} FOR NO KEY UPDATE`
}

/** The account of an address: known already, or made now, without a password. */
export async function accountFor(tx: Transaction, email: string, fullName: string): Promise<string> {
  const address = email.toLowerCase()
  await tx.$executeRaw`
    INSERT INTO account (email, full_name) VALUES (${address}, ${fullName}) ON CONFLICT (email) DO NOTHING`
  const { accountId } = await tx.account.findUniqueOrThrow({ where: { email: address } })
  return accountId
}

/** False: they belong to the organisation already, in whatever state. */
export async function addInvited(
  tx: Transaction,
  row: { org: string; accountId: string; role: string; fullName: string },
): Promise<boolean> {
  const added = await tx.$executeRaw`
    INSERT INTO membership (org_id, account_id, role, joined_at, invited_name)
    VALUES (${row.org}, ${row.accountId}::uuid, ${row.role}, NULL, ${row.fullName}) ON CONFLICT DO NOTHING`
  return added === 1
}

/** What a reader may see depends on the role, so cursors of the earlier one end. */
export async function setRole(tx: Transaction, org: string, accountId: string, role: string): Promise<void> {
  await tx.membership.update({
    where: { orgId_accountId: { orgId: org, accountId } },
    data: { role, revision: { increment: 1 } },
  })
}

export async function setDisabled(
  tx: Transaction,
  org: string,
  accountId: string,
  disabledAt: Date | null,
): Promise<void> {
  await tx.membership.update({ where: { orgId_accountId: { orgId: org, accountId } }, data: { disabledAt } })
}

export async function setJoined(tx: Transaction, org: string, accountId: string, at: Date): Promise<void> {
  await tx.membership.update({
    where: { orgId_accountId: { orgId: org, accountId } },
    data: { joinedAt: at, invitedName: null },
  })
}

/** Admins who could act this moment. */
export async function countAdmins(tx: Transaction, org: string): Promise<number> {
  return tx.membership.count({
    where: {
      orgId: org,
      role: 'admin',
      joinedAt: { not: null },
      disabledAt: null,
      account: { disabledAt: null },
    },
  })
}

/** When an account joined each of its other organisations; null: invited there. Which ones they are stays unknown here. */
export async function joinedElsewhere(
  tx: Transaction,
  org: string,
  accountId: string,
): Promise<(Date | null)[]> {
  await tx.$queryRaw`SELECT set_config('app.account_id', ${accountId}, true)`
  const rows = await tx.membership.findMany({
    where: { accountId, orgId: { not: org } },
    select: { joinedAt: true },
  })
  await tx.$queryRaw`SELECT set_config('app.account_id', '', true)`
  return rows.map(({ joinedAt }) => joinedAt)
}

function toView({ joined, disabled, role, last_seen_at, ...row }: MemberRow): MemberView {
  const state: MemberState = disabled ? 'disabled' : joined ? 'active' : 'invited'
  return { ...row, role: roleOf(role), state, last_seen_at: last_seen_at?.toISOString() ?? null }
}
