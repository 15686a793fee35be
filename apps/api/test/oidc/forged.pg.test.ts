/** What an issuer, or somebody in its place, could send in order to be taken for somebody else. */
import { randomUUID } from 'node:crypto'
import { ENDPOINTS } from '@dartwing/protocol'
import { exportJWK, type JWTPayload } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ADMIN, type Api, call, startApi } from '../api-kit.ts'
import {
  assemble,
  CONFIGURATION,
  configurationOf,
  HEADER,
  type HostileIssuer,
  KEY_ID,
  keyPair,
  requestTo,
  sign,
  startHostileIssuer,
  UNHEARD_OF,
} from './hostile-issuer.ts'
import { CALLBACK, CLIENT_ID } from './issuer.ts'

let issuer: HostileIssuer
/** Nothing a token or an answer names may lead here. */
let trap: HostileIssuer
let api: Api
beforeAll(async () => {
  issuer = await startHostileIssuer()
  trap = await startHostileIssuer()
  api = await start()
})
afterAll(async () => {
  await api.close()
  await issuer.close()
  await trap.close()
})
beforeEach(async () => {
  await api.sql.query('DELETE FROM limits.bucket')
})

const start = () => startApi({ OIDC_ISSUER: issuer.address, OIDC_CLIENT_ID: CLIENT_ID, LOG_LEVEL: 'fatal' })

const seconds = () => Math.floor(Date.now() / 1000)

/** What a good ID token says about the admin of the demo. */
function payloadFor(nonce: string): JWTPayload {
  return {
    iss: issuer.address,
    aud: CLIENT_ID,
    sub: 'maja',
    email: ADMIN,
    email_verified: true,
    nonce,
    iat: seconds(),
    exp: seconds() + 300,
  }
}

async function outcomeOf(make: (payload: JWTPayload) => string | Promise<string>, server = api) {
  const nonce = randomUUID()
  issuer.idToken = await make(payloadFor(nonce))
  const body = requestTo(server.address + CALLBACK, nonce)
  const answer = await call(server.address, null, ENDPOINTS.oidc, { body })
  return [answer.status, answer.body.code]
}

const ours = (change: object) => (payload: JWTPayload) => sign(Object.assign(payload, change), issuer.key)
const headed = (header: object) => (payload: JWTPayload) =>
  sign(payload, issuer.key, { ...HEADER, ...header })
const REFUSED = [401, 'wrong_credentials']
const GOOD = [200, undefined]

describe('an ID token', () => {
  it.each([
    ['says all that is needed', {}],
    ['is for several clients, and was issued to us', { aud: ['other', CLIENT_ID], azp: CLIENT_ID }],
    ['was made by a clock half a minute ahead', { iat: seconds() + 30 }],
  ])('is believed that %s', async (_name, change) => {
    expect(await outcomeOf(ours(change))).toEqual(GOOD)
  })

  it.each<[string, object]>([
    ['is of another issuer', { iss: 'https://issuer.test' }],
    ['is of an issuer that only begins the same', { iss: 'http://127.0.0.1' }],
    ['is for another client', { aud: 'other' }],
    ['is for nobody', { aud: undefined }],
    ['is for several clients, and nobody says to which it was issued', { aud: ['other', CLIENT_ID] }],
    ['was issued to another client', { azp: 'other' }],
    ['is of another sign-in', { nonce: 'another' }],
    ['is of no particular sign-in', { nonce: undefined }],
    ['has expired', { exp: seconds() - 120 }],
    ['never expires', { exp: undefined }],
    ['expires at a time that is a text', { exp: 'never' }],
    ['is not good yet', { nbf: seconds() + 3600 }],
    ['was made in the future', { iat: seconds() + 3600, exp: seconds() + 7200 }],
    ['was made long ago, for ten years', { iat: seconds() - 3600, exp: seconds() + 315_360_000 }],
    ['does not say when it was made', { iat: undefined }],
    ['is about nobody', { sub: '' }],
    ['does not say whom it is about', { sub: undefined }],
  ])('is refused that %s', async (_name, change) => {
    expect(await outcomeOf(ours(change))).toEqual(REFUSED)
  })

  it.each<[string, (payload: JWTPayload) => string | Promise<string>]>([
    ['alg none', (payload) => assemble({ alg: 'none' }, payload)],
    ['alg None', (payload) => assemble({ alg: 'None', kid: KEY_ID }, payload)],
    ['alg nOnE', (payload) => assemble({ alg: 'nOnE', kid: KEY_ID }, payload)],
    ['no alg', (payload) => assemble({ kid: KEY_ID }, payload)],
    ['HS256 with the public key as it is written', hmacWith((pem) => pem)],
    ['HS256 with the public key, trimmed', hmacWith((pem) => pem.trim())],
    ['HS256 with the public key after a space', hmacWith((pem) => ` ${pem}`)],
    ['HS256 with the empty key', hmacWith(() => '')],
    ['another key under our name for ours', (payload) => sign(payload, keyPair().privateKey)],
    ['RS512, which is not asked for', headed({ alg: 'RS512' })],
    ['an unknown key', headed({ kid: 'unknown' })],
    ['a key that is a file', headed({ kid: '../../../../dev/null' })],
    ['a key that is a statement', headed({ kid: "' OR 1=1 --" })],
    ['a demand nobody knows', headed({ crit: [UNHEARD_OF], [UNHEARD_OF]: true })],
    ['nothing but text', () => 'not a token'],
    ['no text', () => ''],
    ['five parts, as if encrypted', () => 'a.b.c.d.e'],
  ])('is refused that has %s', async (_name, make) => {
    expect(await outcomeOf(make)).toEqual(REFUSED)
  })

  it.each(['jku', 'x5u'])('is refused that names its keys by %s, and nobody goes there', async (name) => {
    const before = trap.asked.length
    const header = { kid: 'of-the-trap', [name]: `${trap.address}/jwks` }
    expect(await outcomeOf((payload) => sign(payload, trap.key, { ...HEADER, ...header }))).toEqual(REFUSED)
    expect(trap.asked.slice(before)).toEqual([])
  })

  it('is refused that brings its key along', async () => {
    const jwk = await exportJWK(trap.publicKey)
    for (const kid of ['of-the-trap', KEY_ID]) {
      expect(await outcomeOf((payload) => sign(payload, trap.key, { ...HEADER, kid, jwk }))).toEqual(REFUSED)
    }
  })
})

describe('an issuer whose answers can not be used', () => {
  const away = [503, 'issuer_unavailable']
  const large = `{"issuer":"${'x'.repeat(300 * 1024)}"}`

  it.each<[string, string, () => object]>([
    ['speaks for another issuer', CONFIGURATION, () => ({ body: configurationOf(trap.address) })],
    [
      'sends us elsewhere',
      CONFIGURATION,
      () => ({ status: 302, headers: { location: trap.address + CONFIGURATION } }),
    ],
    ['says too much', CONFIGURATION, () => ({ body: large })],
    ['is not in words', CONFIGURATION, () => ({ body: '<html>' })],
    ['lacks an address', CONFIGURATION, () => ({ body: { issuer: issuer.address } })],
    [
      'names an open address',
      CONFIGURATION,
      () => ({ body: { ...configurationOf(issuer.address), token_endpoint: 'http://issuer.test/token' } }),
    ],
    ['says nothing', CONFIGURATION, () => ({ isSilent: true })],
    ['fails', CONFIGURATION, () => ({ status: 500, body: {} })],
    [
      'sends codes elsewhere',
      '/token',
      () => ({ status: 307, headers: { location: `${trap.address}/token` } }),
    ],
    ['fails at the exchange', '/token', () => ({ status: 500, body: {} })],
    ['gives no ID token', '/token', () => ({ body: { access_token: 'x' } })],
    ['refuses this server', '/token', () => ({ status: 401, body: { error: 'invalid_client' } })],
    [
      'sends for keys elsewhere',
      '/jwks',
      () => ({ status: 302, headers: { location: `${trap.address}/jwks` } }),
    ],
    ['has no keys', '/jwks', () => ({ body: {} })],
    ['fails at the keys', '/jwks', () => ({ status: 500, body: {} })],
  ])('is away when it %s, and believed when it is well again', async (_name, path, reply) => {
    const server = await start()
    const before = trap.asked.length
    issuer.replies.set(path, reply())
    expect(await outcomeOf(ours({}), server)).toEqual(away)
    issuer.replies.delete(path)
    expect(await outcomeOf(ours({}), server)).toEqual(GOOD)
    expect(trap.asked.slice(before)).toEqual([])
    await server.close()
  })

  it('is the one who refuses when the code is not good', async () => {
    issuer.replies.set('/token', { status: 400, body: { error: 'invalid_grant' } })
    expect(await outcomeOf(ours({}))).toEqual(REFUSED)
    issuer.replies.delete('/token')
  })
})

function hmacWith(secretOf: (pem: string) => string) {
  return (payload: JWTPayload) => {
    const secret = secretOf(issuer.publicKey.export({ type: 'spki', format: 'pem' }).toString())
    return assemble({ alg: 'HS256', kid: KEY_ID }, payload, { hash: 'sha256', secret })
  }
}
