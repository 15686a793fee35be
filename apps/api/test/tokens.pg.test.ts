/** Access tokens that are not quite ours: changed, too old, too long, of another kind or another key. */
import { createHash, createHmac, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { ENDPOINTS } from '@dartwing/protocol'
import { decodeJwt, decodeProtectedHeader, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type Answer, type Api, call, ORG, startApi, TEST_ENVIRONMENT } from './api-kit.ts'

let api: Api
/** A good token, and what is in it. */
let good: { token: string; header: Record<string, unknown>; claims: Record<string, unknown>; refresh: string }
beforeAll(async () => {
  api = await startApi()
  const { body } = await call(api.address, null, ENDPOINTS.login, {
    body: { email: ADMIN, password: 'demo' },
  })
  const token = String(body.access_token)
  good = {
    token,
    header: { ...decodeProtectedHeader(token) },
    claims: { ...decodeJwt(token) },
    refresh: String(body.refresh_token),
  }
})
afterAll(() => api.close())

const keyOf = (secret: string) => createHmac('sha256', secret).update('access-token').digest()
const KEY = keyOf(TEST_ENVIRONMENT.AUTH_SECRET)
const now = () => Math.floor(Date.now() / 1000)
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Signed with the server's own key, so that nothing but the change can be what is refused. */
function sign(
  change: { header?: object; claims?: object; without?: string },
  key: Buffer | string = KEY,
): string {
  const claims: Record<string, unknown> = { ...good.claims, iat: now(), exp: now() + 900, ...change.claims }
  if (change.without !== undefined) delete claims[change.without]
  const body = `${encode({ ...good.header, ...change.header })}.${encode(claims)}`
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`
}

const ask = (token: string, path: string = ENDPOINTS.me) => call(api.address, token, path)
const outcome = ({ status, body }: Answer) => [status, body.code]
const REFUSED = [401, 'unauthenticated']

it('takes the one that all others here differ from in one thing', async () => {
  expect((await ask(sign({}))).status).toBe(200)
  expect(good.header).toEqual({ alg: 'HS256', typ: 'at+jwt', kid: expect.any(String) })
})

describe('refuses', () => {
  const unsigned = (alg: string) => () => `${encode({ ...good.header, alg })}.${good.token.split('.')[1]}.`
  const cases: { title: string; token: () => string | Promise<string> }[] = [
    { title: 'T-1: alg none', token: unsigned('none') },
    { title: 'T-1: alg None', token: unsigned('None') },
    { title: 'T-1: alg nOnE', token: unsigned('nOnE') },
    { title: 'T-1: alg none over a good signature', token: () => sign({ header: { alg: 'none' } }) },
    { title: 'T-2: RS256, signed by a key of its own', token: () => signedElsewhere() },
    { title: 'T-2: a public key as the secret', token: async () => sign({}, await publicKey('')) },
    { title: 'T-2: with white space before it', token: async () => sign({}, await publicKey(' \n')) },
    { title: 'T-2: another length of the same algorithm', token: () => sign({ header: { alg: 'HS512' } }) },
    { title: 'T-3: an unknown kid', token: () => sign({ header: { kid: 'nobodys' } }) },
    { title: 'T-3: no kid', token: () => sign({ header: { kid: undefined } }) },
    { title: 'T-3: a kid that is a path', token: () => sign({ header: { kid: '../../dev/null' } }, '') },
    { title: 'T-3: a kid that is SQL', token: () => sign({ header: { kid: "' OR 1=1 --" } }) },
    { title: 'T-3: a kid that is no text', token: () => sign({ header: { kid: ['a'] } }) },
    { title: 'T-3: a key in the header', token: () => signedByItsOwnKey() },
    { title: 'T-4: an unknown crit', token: () => sign({ header: { crit: ['x'], x: 1 } }) },
    { title: 'T-4: an empty crit', token: () => sign({ header: { crit: [] } }) },
    { title: 'T-5: exp past', token: () => sign({ claims: { iat: now() - 990, exp: now() - 90 } }) },
    { title: 'T-5: nbf in the future', token: () => sign({ claims: { nbf: now() + 300 } }) },
    { title: 'T-5: no exp', token: () => sign({ without: 'exp' }) },
    { title: 'T-5: exp as text', token: () => sign({ claims: { exp: String(now() + 900) } }) },
    { title: 'T-5: exp in ten years', token: () => sign({ claims: { exp: now() + 315_360_000 } }) },
    { title: 'T-5: longer than ours live', token: () => sign({ claims: { exp: now() + 901 } }) },
    { title: 'T-5: no iat', token: () => sign({ without: 'iat' }) },
    { title: 'T-6: another audience', token: () => sign({ claims: { aud: 'somebody-else' } }) },
    { title: 'T-6: no audience', token: () => sign({ without: 'aud' }) },
    { title: 'T-6: another issuer', token: () => sign({ claims: { iss: 'somebody-else' } }) },
    { title: 'T-6: a refresh token', token: () => good.refresh },
    { title: 'T-6: an ID token', token: () => sign({ header: { typ: 'JWT' } }) },
    { title: 'T-6: a token of no type', token: () => sign({ header: { typ: undefined } }) },
    { title: 'an account that is none', token: () => sign({ claims: { sub: randomUUID() } }) },
    { title: 'a sub that is no id', token: () => sign({ claims: { sub: "' OR 1=1 --" } }) },
    { title: 'a sign-in that never was', token: () => sign({ claims: { sid: randomUUID() } }) },
    { title: 'a token of no sign-in', token: () => sign({ without: 'sid' }) },
    { title: 'a changed signature', token: () => `${good.token.slice(0, -4)}AAAA` },
    {
      title: 'T-18: from a clock five minutes ahead',
      token: () => sign({ claims: { iat: now() + 300, exp: now() + 1200 } }),
    },
  ]
  it.each(cases)('$title', async ({ token }) => {
    const made = await token()
    expect(outcome(await ask(made))).toEqual(REFUSED)
    expect(outcome(await ask(made, `${ENDPOINTS.feed}?org=${ORG}`))).toEqual(REFUSED)
  })

  it('T-6: an access token where a refresh token belongs', async () => {
    const answer = await call(api.address, null, ENDPOINTS.refresh, { body: { refresh_token: good.token } })
    expect(outcome(answer)).toEqual([401, 'reauth_required'])
  })

  it('the sign-in of somebody else', async () => {
    const other = await call(api.address, null, ENDPOINTS.login, {
      body: { email: 'tech.a@demo.test', password: 'demo' },
    })
    const { sid } = decodeJwt(String(other.body.access_token))
    expect(outcome(await ask(sign({ claims: { sid } })))).toEqual(REFUSED)
  })
})

describe('T-3: what a header points at', () => {
  it('is not fetched', async () => {
    const heard: string[] = []
    const server = createServer((request, response) => {
      heard.push(request.url ?? '')
      response.end('{"keys":[]}')
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const place = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/keys`
    for (const header of [{ jku: place }, { x5u: place }]) {
      // One is signed by us and only says more; the other is not, and would need what is to be fetched.
      expect((await ask(sign({ header }))).status).toBe(200)
      expect(outcome(await ask(sign({ header: { ...header, kid: 'theirs' } }, 'theirs')))).toEqual(REFUSED)
    }
    await new Promise((resolve) => server.close(resolve))
    expect(heard).toEqual([])
  })
})

describe('T-18: clocks', () => {
  it.each([
    ['half a minute past its end', () => sign({ claims: { iat: now() - 930, exp: now() - 30 } })],
    ['from a clock half a minute ahead', () => sign({ claims: { iat: now() + 30, exp: now() + 930 } })],
  ])('may be a little apart: %s', async (_title, token) => {
    expect((await ask(token())).status).toBe(200)
  })
})

describe('T-17: where a token stands', () => {
  it.each([
    ['two in one header', () => `Bearer ${good.token}, Bearer ${good.token}`],
    ['two words after the scheme', () => `Bearer ${good.token} ${good.token}`],
    ['another scheme', () => `Basic ${good.token}`],
    ['no scheme', () => good.token],
    ['nothing but the scheme', () => 'Bearer '],
  ])('is refused: %s', async (_title, header) => {
    const answer = await call(api.address, null, ENDPOINTS.me, { headers: { authorization: header() } })
    expect(outcome(answer)).toEqual(REFUSED)
  })

  it('is refused in two headers, be they the same', async () => {
    const line = `Authorization: Bearer ${good.token}`
    expect(await rawStatus([line])).toBe(200)
    expect(await rawStatus([line, line])).toBe(401)
    expect(await rawStatus([line, 'authorization: Bearer x'])).toBe(401)
  })

  it.each(['access_token', 'token', 'bearer', 'Authorization'])(
    'is no token in the query as %s',
    async (name) => {
      const answer = await call(api.address, null, `${ENDPOINTS.me}?${name}=${good.token}`)
      expect(outcome(answer)).toEqual(REFUSED)
      const feed = await call(api.address, null, `${ENDPOINTS.feed}?org=${ORG}&${name}=${good.token}`)
      expect(outcome(feed)).toEqual(REFUSED)
    },
  )
})

describe('T-19: a new secret in mid-session', () => {
  const NEXT = 'the-next-secret-the-next-secret-the-next-secret'
  const before = TEST_ENVIRONMENT.AUTH_SECRET

  it('ends no sign-in, access token or cursor while the one before is kept, and afterwards all it signed', async () => {
    const both = await api.replica({ AUTH_SECRET: NEXT, AUTH_SECRET_PREVIOUS: before })
    const feed = (address: string, token: string, since = '') =>
      call(address, token, `${ENDPOINTS.feed}?org=${ORG}&since=${since}`)
    const page = await feed(api.address, good.token)
    const { next_since } = Object(page.body.message)
    expect((await feed(both, good.token, String(next_since))).status).toBe(200)
    const refresh = (address: string, refresh_token: unknown) =>
      call(address, null, ENDPOINTS.refresh, { body: { refresh_token } })
    // The answer of the server of yesterday is lost; that of today gives it again.
    const lost = await refresh(api.address, good.refresh)
    const again = await refresh(both, good.refresh)
    expect([again.status, again.body.refresh_token]).toEqual([200, lost.body.refresh_token])
    const renewed = String(again.body.access_token)
    expect(decodeProtectedHeader(renewed).kid).not.toBe(good.header.kid)
    expect((await call(both, renewed, ENDPOINTS.me)).status).toBe(200)

    const only = await api.replica({ AUTH_SECRET: NEXT })
    expect(outcome(await call(only, good.token, ENDPOINTS.me))).toEqual(REFUSED)
    expect((await call(only, renewed, ENDPOINTS.me)).status).toBe(200)
    // Handed out by a secret that is no more, and never used: the device that asks again still gets in.
    const rescued = await refresh(only, good.refresh)
    expect(rescued.status).toBe(200)
    expect(rescued.body.refresh_token).not.toBe(lost.body.refresh_token)
    expect((await refresh(only, rescued.body.refresh_token)).status).toBe(200)
  })

  it('shows nothing of a secret in the name of its key', () => {
    const digest = createHash('sha256').update(KEY).digest('base64url')
    expect(digest.startsWith(String(good.header.kid))).toBe(true)
    expect(String(good.header.kid)).toHaveLength(12)
  })
})

async function signedElsewhere(): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256')
  return new SignJWT({ ...good.claims }).setProtectedHeader({ ...good.header, alg: 'RS256' }).sign(privateKey)
}

async function publicKey(before: string): Promise<string> {
  const { publicKey: key } = await generateKeyPair('RS256', { extractable: true })
  return before + (await exportSPKI(key))
}

function signedByItsOwnKey(): string {
  const own = Buffer.from('a key that whoever made this token chose')
  return sign({ header: { jwk: { kty: 'oct', k: own.toString('base64url') }, kid: 'own' } }, own)
}

/** As bytes: what sends requests for us would not send one header twice. */
function rawStatus(lines: readonly string[]): Promise<number> {
  const { hostname, port } = new URL(api.address)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `GET ${ENDPOINTS.me} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n${lines.join('\r\n')}\r\n\r\n`,
      )
    })
    socket.once('error', reject)
    socket.once('data', (data) => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(data.toString())?.[1])))
  })
}
