/** An issuer that signs whatever the test wants it to sign, and a trap that notes who came. */
import { createHmac, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { exportJWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose'
import { closed, listen, portOf } from './issuer.ts'

/** What an address of the issuer answers; a text is sent as it is. */
export interface Reply {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body?: unknown
  /** Nothing at all is answered. */
  readonly isSilent?: boolean
}

export interface HostileIssuer {
  readonly address: string
  /** By path: what it says there from now on; everything else is as a good issuer says it. */
  readonly replies: Map<string, Reply>
  /** The ID token that the next code is exchanged for. */
  idToken: string
  readonly key: KeyObject
  readonly publicKey: KeyObject
  /** Every path that was asked for. */
  readonly asked: string[]
  close(): Promise<void>
}

export const CONFIGURATION = '/.well-known/openid-configuration'
export const KEY_ID = 'the-key'

export async function startHostileIssuer(): Promise<HostileIssuer> {
  const server = await listen(0)
  const address = `http://127.0.0.1:${portOf(server)}`
  const { privateKey, publicKey } = keyPair()
  const published = { keys: [{ ...(await exportJWK(publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' }] }
  const issuer: HostileIssuer = {
    address,
    replies: new Map(),
    idToken: '',
    key: privateKey,
    publicKey,
    asked: [],
    close: () => closed(server),
  }
  const wellMade = (path: string): Reply => {
    if (path === CONFIGURATION) return { body: configurationOf(address) }
    if (path === '/jwks') return { body: published }
    if (path === '/token') return { body: { id_token: issuer.idToken, token_type: 'Bearer' } }
    return { status: 404, body: {} }
  }
  server.on('request', (request: IncomingMessage, response) => {
    const path = request.url ?? ''
    issuer.asked.push(path)
    const { status = 200, headers = {}, body, isSilent } = issuer.replies.get(path) ?? wellMade(path)
    if (isSilent === true) return
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  return issuer
}

export function configurationOf(address: string): Record<string, string> {
  return {
    issuer: address,
    authorization_endpoint: `${address}/auth`,
    token_endpoint: `${address}/token`,
    jwks_uri: `${address}/jwks`,
  }
}

export function keyPair() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
}

export const HEADER: JWTHeaderParameters = { alg: 'RS256', kid: KEY_ID }

/** A demand that no server knows. */
export const UNHEARD_OF = 'unheard-of'

export function sign(payload: JWTPayload, key: KeyObject, header = HEADER): Promise<string> {
  return new SignJWT(payload).setProtectedHeader(header).sign(key, { crit: { [UNHEARD_OF]: true } })
}

/** A token put together by hand: no library would make it. */
export function assemble(
  header: object,
  payload: object,
  mac?: { hash: string; secret: string | Buffer },
): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part(header)}.${part(payload)}`
  const signature =
    mac === undefined ? '' : createHmac(mac.hash, mac.secret).update(signed).digest('base64url')
  return `${signed}.${signature}`
}

/** What the end of a sign-in at it sends to the server; any code will do. */
export const requestTo = (redirect_uri: string, nonce: string) => ({
  code: randomUUID(),
  code_verifier: 'v'.repeat(43),
  redirect_uri,
  nonce,
})
