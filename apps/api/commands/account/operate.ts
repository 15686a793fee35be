import type { Client } from 'pg'
import { LINK_HOURS, newLinkToken, OPERATOR } from '../../src/access/members/link-token.ts'
import { hashPassword, whatIsWrong } from '../../src/access/passwords.ts'
import {
  accountOf,
  addAccount,
  addLink,
  addMembership,
  addOrganisation,
  appendAudit,
  hasOrganisation,
  type KnownAccount,
  membershipsOf,
  see,
  setDisabled,
  setPassword,
} from './accounts.sql.ts'
import type { Create } from './asked.ts'

/** The account has no password yet, and nobody has been asked for one. */
export class PasswordNeeded extends Error {}

/** Null: they choose it themselves, by a link; `undefined`: nobody has been asked yet. */
export type Password = string | null | undefined

/** Makes what is missing of the organisation and the account, and the one a member of the other. */
export async function create(client: Client, asked: Create, given: Password): Promise<string[]> {
  const { org, email, role } = asked
  const said = await ensureOrganisation(client, asked)
  const { account, password } = await ensureAccount(client, asked, given)
  const accountId = account.account_id
  const signsIn = account.password_hash !== null || password !== null
  await see(client, { org })
  const row = { org, accountId, role, name: asked.name ?? account.full_name, joined: signsIn }
  if (!(await addMembership(client, row))) {
    throw new Error(
      `${email} belongs to ${org} already. Its admins change roles; --reset makes a way to a new password.`,
    )
  }
  await appendAudit(client, {
    org,
    actor: OPERATOR,
    act: signsIn ? 'joined' : 'invited',
    subject: email,
    to: role,
  })
  if (signsIn) return [...said, `${email} is a member of ${org}: ${role}.`]
  const link = await makeLink(client, { org, accountId, purpose: 'join' })
  return [...said, `${email} is invited to ${org}: ${role}.`, ...link]
}

async function ensureOrganisation(client: Client, { org, title, timeZone }: Create): Promise<string[]> {
  if (await hasOrganisation(client, org)) return []
  if (title === undefined || timeZone === undefined) {
    throw new Error(
      `There is no organisation ${org} yet. To make it, add --title "..." and --time-zone Europe/Berlin.`,
    )
  }
  await addOrganisation(client, { org, title, timeZone })
  return [`Organisation ${org} is made: ${title}, ${timeZone}.`]
}

async function ensureAccount(
  client: Client,
  { email, name }: Create,
  given: Password,
): Promise<{ account: KnownAccount; password: string | null }> {
  const known = await accountOf(client, email)
  if (known !== undefined && known.password_hash !== null) return { account: known, password: null }
  if (known === undefined && name === undefined) {
    throw new Error(`There is no account ${email} yet. To make it, add --name "...".`)
  }
  if (given === undefined) throw new PasswordNeeded()
  const wrong = given === null ? null : whatIsWrong(given, email)
  if (wrong !== null) throw new Error(`The password ${wrong}.`)
  const account_id = known?.account_id ?? (await addAccount(client, email, name ?? ''))
  if (given !== null) await setPassword(client, account_id, await hashPassword(given))
  return { account: known ?? { account_id, full_name: name ?? '', password_hash: null }, password: given }
}

/** A link to a new password, or for those who have not joined yet to their first one. */
export async function reset(client: Client, email: string, wanted: string | undefined): Promise<string[]> {
  const { account_id: accountId } = await known(client, email)
  const memberships = await membershipsOf(client, accountId)
  const usable = memberships.filter(
    ({ org_id, disabled }) => !disabled && (wanted === undefined || org_id === wanted),
  )
  const chosen = usable.find(({ joined }) => joined) ?? usable[0]
  if (chosen === undefined) {
    throw new Error(`${email} is no member of ${wanted ?? 'any organisation'}, or is disabled there.`)
  }
  const { org_id: org, joined } = chosen
  const purpose = joined ? 'reset' : 'join'
  await see(client, { org })
  await appendAudit(client, { org, actor: OPERATOR, act: 'link_made', subject: email, to: purpose })
  return makeLink(client, { org, accountId, purpose })
}

export async function turn(client: Client, email: string, act: 'disable' | 'enable'): Promise<string[]> {
  const { account_id } = await known(client, email)
  await setDisabled(client, account_id, act === 'disable')
  return [
    act === 'disable'
      ? `${email} is signed out everywhere, and can not sign in.`
      : `${email} can sign in again, wherever it is a member.`,
  ]
}

async function known(client: Client, email: string): Promise<KnownAccount> {
  const account = await accountOf(client, email)
  if (account === undefined) throw new Error(`There is no account ${email}.`)
  return account
}

async function makeLink(
  client: Client,
  to: { readonly org: string; readonly accountId: string; readonly purpose: 'join' | 'reset' },
): Promise<string[]> {
  const { token, hash } = newLinkToken(to.org)
  await addLink(client, { ...to, hash, createdBy: OPERATOR, hours: LINK_HOURS })
  return [
    `Within ${LINK_HOURS} hours, and once, this address of your server leads to a password:`,
    `  /invitation#${token}`,
  ]
}
