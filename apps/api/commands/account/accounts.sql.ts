/** What the operator does to accounts, as the application's role: an owner of tables may be held back by their walls. */
import type { Client } from 'pg'

export interface KnownAccount {
  readonly account_id: string
  readonly full_name: string
  readonly password_hash: string | null
}

export interface KnownMembership {
  readonly org_id: string
  readonly joined: boolean
  readonly disabled: boolean
}

/** One transaction; `org` is the organisation whose rows it sees, beside the memberships of `accountId`. */
export async function inTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN')
  try {
    await client.query("SELECT set_config('role', 'dartwing_app', true)")
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

export async function see(client: Client, { org = '', accountId = '' }): Promise<void> {
  await client.query("SELECT set_config('app.org_id', $1, true), set_config('app.account_id', $2, true)", [
    org,
    accountId,
  ])
}

export async function accountOf(client: Client, email: string): Promise<KnownAccount | undefined> {
  const { rows } = await client.query<KnownAccount>(
    'SELECT account_id, full_name, password_hash FROM account WHERE email = $1 FOR NO KEY UPDATE',
    [email],
  )
  return rows[0]
}

export async function membershipsOf(client: Client, accountId: string): Promise<KnownMembership[]> {
  await see(client, { accountId })
  const { rows } = await client.query<KnownMembership>(
    `SELECT org_id, joined_at IS NOT NULL AS joined, disabled_at IS NOT NULL AS disabled
     FROM membership WHERE account_id = $1 ORDER BY org_id`,
    [accountId],
  )
  return rows
}

export async function hasOrganisation(client: Client, org: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT 1 FROM organisation WHERE org_id = $1 FOR NO KEY UPDATE', [
    org,
  ])
  return rowCount === 1
}

export async function addOrganisation(
  client: Client,
  row: { readonly org: string; readonly title: string; readonly timeZone: string },
): Promise<void> {
  await client.query('INSERT INTO organisation (org_id, title, time_zone) VALUES ($1, $2, $3)', [
    row.org,
    row.title,
    row.timeZone,
  ])
  await see(client, { org: row.org })
  await client.query('INSERT INTO org_counter (org_id) VALUES ($1)', [row.org])
}

export async function addAccount(client: Client, email: string, fullName: string): Promise<string> {
  const { rows } = await client.query<{ account_id: string }>(
    'INSERT INTO account (email, full_name) VALUES ($1, $2) RETURNING account_id',
    [email, fullName],
  )
  return rows[0]?.account_id ?? ''
}

export async function setPassword(client: Client, accountId: string, passwordHash: string): Promise<void> {
  await client.query('UPDATE account SET password_hash = $2 WHERE account_id = $1', [accountId, passwordHash])
}

/** False: they belong to the organisation already. */
export async function addMembership(
  client: Client,
  row: {
    readonly org: string
    readonly accountId: string
    readonly role: string
    readonly name: string
    readonly joined: boolean
  },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO membership (org_id, account_id, role, joined_at, invited_name)
     VALUES ($1, $2, $3, CASE WHEN $4 THEN now() END, CASE WHEN $4 THEN NULL ELSE $5 END) ON CONFLICT DO NOTHING`,
    [row.org, row.accountId, row.role, row.joined, row.name],
  )
  return rowCount === 1
}

export async function addLink(
  client: Client,
  row: {
    readonly org: string
    readonly hash: string
    readonly accountId: string
    readonly purpose: 'join' | 'reset'
    readonly createdBy: string
    readonly hours: number
  },
): Promise<void> {
  await client.query(
    'UPDATE invitation SET used_at = now() WHERE org_id = $1 AND account_id = $2 AND used_at IS NULL',
    [row.org, row.accountId],
  )
  await client.query(
    `INSERT INTO invitation (org_id, token_hash, account_id, purpose, created_by, expires_at)
     VALUES ($1, $2, $3, $4, $5, now() + make_interval(hours => $6))`,
    [row.org, row.hash, row.accountId, row.purpose, row.createdBy, row.hours],
  )
}

export async function appendAudit(
  client: Client,
  act: {
    readonly org: string
    readonly actor: string
    readonly act: string
    readonly subject: string
    readonly to: string
  },
): Promise<void> {
  await client.query(
    'INSERT INTO access_event (org_id, actor, act, subject, to_value) VALUES ($1, $2, $3, $4, $5)',
    [act.org, act.actor, act.act, act.subject, act.to],
  )
}

/** A disabled account is signed out everywhere, and signs in anew when it is enabled again. */
export async function setDisabled(client: Client, accountId: string, isDisabled: boolean): Promise<void> {
  await client.query('UPDATE account SET disabled_at = CASE WHEN $2 THEN now() END WHERE account_id = $1', [
    accountId,
    isDisabled,
  ])
  if (!isDisabled) return
  await client.query(
    'UPDATE refresh_token SET revoked_at = now() WHERE account_id = $1 AND revoked_at IS NULL',
    [accountId],
  )
}
