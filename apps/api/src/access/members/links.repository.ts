import type { Invitation } from '@dartwing/protocol'
import type { Transaction } from '../../platform/prisma/database.ts'
import { roleOf } from '../rights.ts'
import { LINK_HOURS } from './link-token.ts'

export type Purpose = Invitation['purpose']

/** A link that can still be used, and whom it is for. */
export interface OpenLink {
  readonly invitation: Invitation
  readonly account_id: string
  readonly password_hash: string | null
  /** Signs in elsewhere. */
  readonly has_issuer: boolean
  readonly created_by: string
}

/** A new link; whatever others they had end. */
export async function addLink(
  tx: Transaction,
  row: {
    readonly org: string
    readonly hash: string
    readonly accountId: string
    readonly purpose: Purpose
    readonly createdBy: string
  },
): Promise<Date> {
  await endLinks(tx, row.org, row.accountId)
  const [added] = await tx.$queryRaw<{ expires_at: Date }[]>`
    INSERT INTO invitation (org_id, token_hash, account_id, purpose, created_by, expires_at)
    VALUES (${row.org}, ${row.hash}, ${row.accountId}::uuid, ${row.purpose}, ${row.createdBy},
      now() + make_interval(hours => ${LINK_HOURS}::integer))
    RETURNING expires_at`
  if (added === undefined) throw new Error('PostgreSQL did not say when the link ends')
  return added.expires_at
}

export async function endLinks(tx: Transaction, org: string, accountId: string): Promise<void> {
  await tx.invitation.updateMany({
    where: { orgId: org, accountId, usedAt: null },
    data: { usedAt: new Date() },
  })
}

/** `undefined`: used, replaced, too old, never made, or of somebody who was disabled meanwhile. */
export async function readOpenLink(
  tx: Transaction,
  org: string,
  hash: string,
): Promise<OpenLink | undefined> {
  const rows = await tx.$queryRaw<LinkRow[]>`
    SELECT i.account_id::text AS account_id, i.purpose, i.expires_at, i.created_by, o.title, a.email,
      CASE WHEN m.joined_at IS NULL THEN coalesce(m.invited_name, '') ELSE a.full_name END AS full_name, m.role,
      a.password_hash, a.oidc_subject IS NOT NULL AS has_issuer
    FROM invitation i
    JOIN organisation o ON o.org_id = i.org_id
    JOIN membership m ON m.org_id = i.org_id AND m.account_id = i.account_id AND m.disabled_at IS NULL
    JOIN account a ON a.account_id = i.account_id AND a.disabled_at IS NULL
    WHERE i.org_id = ${org} AND i.token_hash = ${hash} AND i.used_at IS NULL AND i.expires_at > now()
      AND (i.purpose = 'reset') = (m.joined_at IS NOT NULL)`
  const [row] = rows
  if (row === undefined) return undefined
  const { account_id, password_hash, has_issuer, created_by, email, full_name, purpose } = row
  const invitation = {
    org,
    organisation: row.title,
    email,
    full_name,
    role: roleOf(row.role),
    purpose,
    expires_at: row.expires_at.toISOString(),
  }
  return { invitation, account_id, password_hash, has_issuer, created_by }
}

/** Nobody else uses a link of this account meanwhile, signs it in elsewhere for the first time, or joins with it. */
export async function lockAccount(tx: Transaction, accountId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM account a WHERE a.account_id = ${accountId}::uuid FOR NO KEY UPDATE`
}

/** Used, replaced or expired long ago. */
export async function deleteDeadLinks(tx: Transaction, org: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM invitation i
    WHERE i.org_id = ${org} AND least(i.used_at, i.expires_at) < now() - interval '30 days'`
}

interface LinkRow {
  readonly account_id: string
  readonly purpose: Purpose
  readonly expires_at: Date
  readonly created_by: string
  readonly title: string
  readonly email: string
  readonly full_name: string
  readonly role: string
  readonly password_hash: string | null
  readonly has_issuer: boolean
}
