import type { OidcSettings } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { keepPending } from './pending.ts'

export interface Beginning {
  /** Where the person wants to go afterwards. */
  readonly next: string
  /** Whom the issuer should offer first. */
  readonly email?: string
  /** Asks the issuer for a person even when it knows one already. */
  readonly another?: boolean
}

/** Leaves for the issuer: authorization code with PKCE; it sends the person back to `/sign-in/callback`. */
export async function beginSignIn(oidc: OidcSettings, { next, email, another }: Beginning): Promise<void> {
  if (oidc.authorization_endpoint === null)
    throw new Error(t`The sign-in service does not answer just now. Try again in a moment.`)
  // Browsers have it on https and on this very machine only.
  if (crypto.subtle === undefined) throw new Error(t`This way of signing in needs a page opened with https.`)
  const redirect_uri = `${window.location.origin}/sign-in/callback`
  const secrets = { state: randomText(), nonce: randomText(), code_verifier: randomText() }
  keepPending({ issuer: oidc.issuer, ...secrets, redirect_uri, next, began_at: Date.now() })
  const address = new URL(oidc.authorization_endpoint)
  const query = {
    response_type: 'code',
    client_id: oidc.client_id,
    redirect_uri,
    scope: oidc.scope,
    state: secrets.state,
    nonce: secrets.nonce,
    code_challenge: await challengeOf(secrets.code_verifier),
    code_challenge_method: 'S256',
    ...(email === undefined ? {} : { login_hint: email }),
    ...(another === true ? { prompt: 'login' } : {}),
  }
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
  window.location.assign(address)
}

async function challengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return toBase64url(new Uint8Array(digest))
}

function randomText(): string {
  return toBase64url(crypto.getRandomValues(new Uint8Array(32)))
}

function toBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
