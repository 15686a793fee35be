import type { OidcRequest, OidcSettings } from '@dartwing/protocol'
import { Inject, Injectable, Logger } from '@nestjs/common'
import { ProblemException } from '../../platform/problem/problem.ts'
import { SETTINGS, type Settings } from '../../platform/settings.ts'
import { type IssuerConfiguration, readConfiguration } from './configuration.ts'
import type { PersonClaims } from './id-token.ts'
import { IssuerAway, NotProven } from './issuer-http.ts'
import { redeem } from './redeem.ts'

const CONFIGURATION_MS = 3_600_000

/** The one issuer that people may sign in with, if there is one. */
@Injectable()
export class Issuer {
  readonly #log = new Logger('Issuer')
  #read: { readonly at: number; readonly configuration: Promise<IssuerConfiguration> } | null = null

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  get address(): string {
    return this.settings.OIDC_ISSUER
  }

  /** What a client needs to begin a sign-in; null: people have accounts of this server only. */
  async publicSettings(): Promise<OidcSettings | null> {
    const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: client_id, OIDC_SCOPE: scope } = this.settings
    if (issuer === '') return null
    const configuration = await this.#configuration().catch((error: unknown) => this.#noteAway(error))
    return { issuer, client_id, authorization_endpoint: configuration?.authorization_endpoint ?? null, scope }
  }

  /** Who has signed in there. */
  async identify(request: OidcRequest): Promise<PersonClaims> {
    const client = { id: this.settings.OIDC_CLIENT_ID, secret: this.settings.OIDC_CLIENT_SECRET }
    try {
      return await redeem(await this.#configuration(), client, request)
    } catch (error) {
      if (error instanceof NotProven) {
        this.#log.warn(error.message)
        const detail = 'The sign-in service did not confirm who you are. Begin again.'
        throw new ProblemException('wrong_credentials', { detail })
      }
      this.#noteAway(error)
      throw new ProblemException('issuer_unavailable')
    }
  }

  /** Read when it is first needed, then kept for an hour; a failure is not kept. */
  #configuration(): Promise<IssuerConfiguration> {
    if (this.#read !== null && Date.now() - this.#read.at < CONFIGURATION_MS) return this.#read.configuration
    const reading = { at: Date.now(), configuration: readConfiguration(this.address) }
    this.#read = reading
    reading.configuration.catch(() => {
      if (this.#read === reading) this.#read = null
    })
    return reading.configuration
  }

  #noteAway(error: unknown): null {
    if (!(error instanceof IssuerAway)) throw error
    this.#log.warn(error.message)
    return null
  }
}
