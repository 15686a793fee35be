import type { OidcRequest } from '@dartwing/protocol'
import { z } from 'zod'
import type { IssuerConfiguration } from './configuration.ts'
import { type PersonClaims, personClaims, readIdToken } from './id-token.ts'
import { askIssuer, IssuerAway, NotProven } from './issuer-http.ts'

export interface OidcClient {
  readonly id: string
  /** Empty: a public client. */
  readonly secret: string
}

const tokens = z.object({ id_token: z.string(), access_token: z.string().optional() })
const refusal = z.object({ error: z.string().max(100) })
/** It refuses this server, not the person. */
const NOT_THE_PERSON = ['invalid_client', 'unauthorized_client', 'unsupported_grant_type']

/** Exchanges a code for what the issuer says about the person who signed in there. */
export async function redeem(
  issuer: IssuerConfiguration,
  client: OidcClient,
  request: OidcRequest,
): Promise<PersonClaims> {
  const { id_token, access_token } = await exchange(issuer, client, request)
  const claims = await readIdToken(id_token, issuer, { clientId: client.id, nonce: request.nonce })
  if (claims.email !== undefined || issuer.userinfo_endpoint === undefined || access_token === undefined)
    return claims
  return readUserInfo(issuer.userinfo_endpoint, access_token, claims)
}

async function exchange(issuer: IssuerConfiguration, client: OidcClient, request: OidcRequest) {
  const { code, code_verifier, redirect_uri } = request
  const proof = proofOf(issuer, client)
  const form = { grant_type: 'authorization_code', code, code_verifier, redirect_uri, ...proof.form }
  const { status, body } = await askIssuer(issuer.token_endpoint, {
    method: 'POST',
    headers: { accept: 'application/json', ...proof.headers },
    body: new URLSearchParams(form),
  })
  const refused = refusal.safeParse(body)
  if (status >= 400 && status < 500 && refused.success) {
    const { error } = refused.data
    if (NOT_THE_PERSON.includes(error)) throw new IssuerAway(`It refuses this server: ${error}`)
    throw new NotProven(`The code was refused: ${error}`)
  }
  const parsed = tokens.safeParse(body)
  if (status !== 200 || !parsed.success) throw new IssuerAway(`${issuer.token_endpoint} answered ${status}`)
  return parsed.data
}

interface ClientProof {
  readonly headers: Record<string, string>
  readonly form: Record<string, string>
}

/** How the client shows the issuer that it is itself. */
function proofOf(issuer: IssuerConfiguration, { id, secret }: OidcClient): ClientProof {
  const methods = issuer.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  if (secret === '') return { headers: {}, form: { client_id: id } }
  if (!methods.includes('client_secret_basic'))
    return { headers: {}, form: { client_id: id, client_secret: secret } }
  const pair = [id, secret].map((part) => new URLSearchParams({ part }).toString().slice('part='.length))
  const credentials = Buffer.from(pair.join(':')).toString('base64')
  return { headers: { authorization: `Basic ${credentials}` }, form: {} }
}

/** Some issuers keep the e-mail address out of the ID token and say it here. */
async function readUserInfo(url: string, accessToken: string, known: PersonClaims): Promise<PersonClaims> {
  const { status, body } = await askIssuer(url, { headers: { authorization: `Bearer ${accessToken}` } })
  const parsed = personClaims.safeParse(body)
  if (status !== 200 || !parsed.success) throw new IssuerAway(`${url} answered ${status}`)
  if (parsed.data.sub !== known.sub) throw new NotProven('The issuer speaks of two people')
  return parsed.data
}
