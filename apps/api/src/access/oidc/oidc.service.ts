import type { OidcRequest, Session } from '@dartwing/protocol'
import { Inject, Injectable } from '@nestjs/common'
import { z } from 'zod'
import { Database } from '../../platform/prisma/database.ts'
import { ProblemException } from '../../platform/problem/problem.ts'
import { SETTINGS, type Settings } from '../../platform/settings.ts'
import { accountByEmail } from '../accounts.repository.ts'
import { SessionsService } from '../sessions/sessions.service.ts'
import type { PersonClaims } from './id-token.ts'
import { Issuer } from './issuer.ts'
import { joinInvited } from './join-invited.ts'
import { accountOfSubject, bindAccount, nameUnused, type Subject } from './oidc.repository.ts'
import { mayReturnTo } from './redirects.ts'

/** The forms of an address that need no folding of letters beyond ASCII to be compared. */
const emailAddress = z.email().max(320)

const UNVERIFIED = 'The sign-in service has not verified your e-mail address.'
const UNKNOWN = 'Nobody has invited you yet. Ask an administrator of your organisation.'
const BOUND = 'Your e-mail address belongs to somebody else here. Ask an administrator of your organisation.'
const DISABLED = 'This account has been disabled.'

/** Sign-in elsewhere: the issuer says who it is, and the session is one of ours, like everybody's. */
@Injectable()
export class OidcService {
  constructor(
    private readonly issuer: Issuer,
    private readonly sessions: SessionsService,
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** `host`: the address this server was reached by. */
  async signIn(request: OidcRequest, host: string | undefined): Promise<Session> {
    if (this.issuer.address === '') throw new ProblemException('not_found')
    if (!mayReturnTo(request.redirect_uri, this.settings.OIDC_REDIRECT_URIS, host)) {
      const fields = [{ path: 'redirect_uri', message: 'is not an address of this server' }]
      throw new ProblemException('malformed_request', { fields })
    }
    const accountId = await this.#accountOf(await this.issuer.identify(request))
    await joinInvited(this.database, accountId)
    return this.sessions.openFor(accountId)
  }

  async #accountOf(person: PersonClaims): Promise<string> {
    const subject = { issuer: this.issuer.address, subject: person.sub }
    const known = await this.database.acrossOrganisations(null, (tx) => accountOfSubject(tx, subject))
    if (known !== null && known.disabledAt !== null) throw forbidden(DISABLED)
    return known?.accountId ?? this.#bind(subject, person)
  }

  /** The first sign-in. Accounts are never made here: an admin has invited the address that the issuer has verified. */
  async #bind(subject: Subject, person: PersonClaims): Promise<string> {
    const email = emailAddress.safeParse(person.email)
    if (!email.success || person.email_verified !== true) throw forbidden(UNVERIFIED)
    const account = await this.database.acrossOrganisations(null, (tx) => accountByEmail(tx, email.data))
    if (account === null) throw forbidden(UNKNOWN)
    if (account.disabledAt !== null) throw forbidden(DISABLED)
    return this.database.acrossOrganisations(account.accountId, async (tx) => {
      if (await bindAccount(tx, account.accountId, subject)) {
        if (person.name !== undefined) await nameUnused(tx, account.accountId, person.name)
        return account.accountId
      }
      // Bound in this very moment by the same person's other device, or long ago to somebody else.
      const bound = await accountOfSubject(tx, subject)
      if (bound === null) throw forbidden(account.oidcSubject === null ? UNKNOWN : BOUND)
      return bound.accountId
    })
  }
}

function forbidden(detail: string): ProblemException {
  return new ProblemException('forbidden', { detail })
}
