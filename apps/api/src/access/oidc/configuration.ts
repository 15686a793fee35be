import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import { isSecureAddress } from '../../platform/secure-address.ts'
import { askIssuer, IssuerAway } from './issuer-http.ts'

/** An issuer that signs with a new key is believed at once, but asked for its keys no more often than this. */
const KEYS_COOLDOWN_MS = 30_000

const endpoint = z.string().refine(isSecureAddress, 'must be an https:// address')
const published = z.object({
  issuer: z.string(),
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  jwks_uri: endpoint,
  userinfo_endpoint: endpoint.optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
})

/** What an issuer publishes about itself, and its keys. */
export interface IssuerConfiguration extends z.infer<typeof published> {
  readonly keys: JWTVerifyGetKey
}

export async function readConfiguration(issuer: string): Promise<IssuerConfiguration> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const { status, body } = await askIssuer(url)
  if (status !== 200) throw new IssuerAway(`${url} answered ${status}`)
  const parsed = published.safeParse(body)
  if (!parsed.success) throw new IssuerAway(`${url} is not usable: ${z.prettifyError(parsed.error)}`)
  // Another issuer's document here would have its keys taken for those of ours.
  if (parsed.data.issuer !== issuer) throw new IssuerAway(`${url} speaks for ${parsed.data.issuer}`)
  return { ...parsed.data, keys: keysAt(parsed.data.jwks_uri) }
}

/** The keys at the one address the issuer has published; a token that names another is not listened to. */
function keysAt(address: string): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(address), {
    cooldownDuration: KEYS_COOLDOWN_MS,
    [customFetch]: async (url, { headers, signal }) => {
      const { status, body } = await askIssuer(url, { headers, signal })
      if (status !== 200) throw new IssuerAway(`${url} answered ${status}`)
      return Response.json(body)
    },
  })
}
