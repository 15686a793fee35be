import type { Invitation, Session } from '@dartwing/protocol'
import { Injectable } from '@nestjs/common'
import { Database, type Transaction } from '../../platform/prisma/database.ts'
import { ProblemException } from '../../platform/problem/problem.ts'
import { beginAccount, setPassword } from '../accounts.repository.ts'
import { assertUsable, hashPassword, isPassword } from '../passwords.ts'
import { revokeSignIns } from '../sessions/refresh-tokens.repository.ts'
import { SessionsService } from '../sessions/sessions.service.ts'
import { appendAudit } from './audit.repository.ts'
import { OPERATOR, readLinkToken } from './link-token.ts'
import { endLinks, lockAccount, type OpenLink, readOpenLink } from './links.repository.ts'
import { joinedElsewhere, lockMembers, setJoined } from './members.repository.ts'

/** What a link asks of whoever follows it. */
type Asks = 'password_of_account' | 'first_password' | 'new_password'

interface Place {
  readonly org: string
  readonly hash: string
}

/** Links, for those who have one: nobody else is asked to sign in here first. */
@Injectable()
export class LinksService {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsService,
  ) {}

  async read(token: string): Promise<Invitation> {
    const { link } = await this.#look(placeOf(token))
    return link.invitation
  }

  /** Passwords are compared and hashed before anything is locked; what was looked at must then still be so. */
  async accept(token: string, password: string): Promise<Session> {
    const place = placeOf(token)
    const { link, asks } = await this.#look(place)
    const made = await passwordFor(link, asks, password)
    await this.database.inOrganisation(place.org, async (tx) => {
      await lockMembers(tx, place.org)
      await lockAccount(tx, link.account_id)
      const now = await open(tx, place)
      if (now.asks !== asks || now.link.password_hash !== link.password_hash) {
        throw new ProblemException('wrong_credentials')
      }
      await takeEffect(tx, now.link, asks, made)
    })
    return this.sessions.openFor(link.account_id)
  }

  async #look(place: Place): Promise<Open> {
    return this.database.inOrganisation(place.org, (tx) => open(tx, place))
  }
}

interface Open {
  readonly link: OpenLink
  readonly asks: Asks
}

function placeOf(token: string): Place {
  const place = readLinkToken(token)
  if (place === null) throw new ProblemException('link_expired')
  return place
}

async function open(tx: Transaction, { org, hash }: Place): Promise<Open> {
  const link = await readOpenLink(tx, org, hash)
  if (link === undefined) throw new ProblemException('link_expired')
  const elsewhere = await joinedElsewhere(tx, org, link.account_id)
  if (link.invitation.purpose === 'reset') {
    // Since an admin made it, the person has become more than a member of that organisation.
    if (elsewhere.length > 0 && link.created_by !== OPERATOR) throw new ProblemException('link_expired')
    return { link, asks: 'new_password' }
  }
  // An account that somebody uses already is proven by what they sign in with, never given a password by a link.
  const isUsed = link.password_hash !== null || link.has_issuer || elsewhere.some((joined) => joined !== null)
  return { link, asks: isUsed ? 'password_of_account' : 'first_password' }
}

/** The hash of the password that is chosen; null: the one that the account has was given. */
async function passwordFor(link: OpenLink, asks: Asks, password: string): Promise<string | null> {
  if (asks === 'password_of_account') {
    if (!(await isPassword(link.password_hash, password))) throw new ProblemException('wrong_credentials')
    return null
  }
  assertUsable(password, link.invitation.email, 'password')
  return hashPassword(password)
}

async function takeEffect(tx: Transaction, link: OpenLink, asks: Asks, made: string | null): Promise<void> {
  const { account_id, password_hash, invitation } = link
  const { org, email, role, full_name: fullName } = invitation
  const now = new Date()
  await endLinks(tx, org, account_id)
  if (asks === 'new_password' && made !== null) {
    await setPassword(tx, account_id, made, password_hash)
    await revokeSignIns(tx, account_id, now)
    await appendAudit(tx, { org, actor: email, act: 'password_reset', subject: email, from: null, to: null })
    return
  }
  if (made !== null) await beginAccount(tx, account_id, { passwordHash: made, fullName })
  await setJoined(tx, org, account_id, now)
  await appendAudit(tx, { org, actor: email, act: 'joined', subject: email, from: null, to: role })
}
