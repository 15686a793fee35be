/** Sign-in with a real issuer, by its own pages. What a hostile one could say: forged.pg.test.ts. */
import { ENDPOINTS } from '@dartwing/protocol'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { readSettings } from '../../src/platform/settings.ts'
import {
  ADMIN,
  type Answer,
  type Api,
  call,
  RECEPTION,
  RESOLVER,
  STRANGER,
  signIn,
  startApi,
  TECH_A,
  TECH_B,
} from '../api-kit.ts'
import { CALLBACK, CLIENT_ID, codeFor, startIssuer, type TestIssuer } from './issuer.ts'

let issuer: TestIssuer
let api: Api
beforeAll(async () => {
  issuer = await startIssuer()
  api = await startApi({ OIDC_ISSUER: issuer.address, OIDC_CLIENT_ID: CLIENT_ID, LOG_LEVEL: 'fatal' })
})
afterAll(async () => {
  await api.close()
  await issuer.close()
})
beforeEach(async () => {
  // What failed in one test must not use up the guesses of the next.
  await api.sql.query('DELETE FROM limits.bucket')
})
afterEach(() => {
  vi.useRealTimers()
})

const send = (body: unknown, server = api) => call(server.address, null, ENDPOINTS.oidc, { body })
const codeOf = (subject: string) => codeFor(issuer.address, subject, api.address + CALLBACK)
const outcomeOf = ({ status, body }: Answer) => [status, body.code]

function person(subject: string, email: string, email_verified = true): string {
  issuer.people.set(subject, { email, email_verified })
  return subject
}

async function addAccount(email: string): Promise<void> {
  await api.sql.query('INSERT INTO account (email, full_name) VALUES ($1, $1) ON CONFLICT DO NOTHING', [
    email,
  ])
}

async function addMember(email: string): Promise<void> {
  await addAccount(email)
  await api.sql.query(
    `INSERT INTO membership (org_id, account_id, role)
     SELECT 'ORG-DEMO', account_id, 'technician' FROM account WHERE email = $1 ON CONFLICT DO NOTHING`,
    [email],
  )
}

async function boundTo(email: string): Promise<string | null> {
  const { rows } = await api.sql.query<{ oidc_subject: string | null }>(
    'SELECT oidc_subject FROM account WHERE email = $1',
    [email],
  )
  return rows[0]?.oidc_subject ?? null
}

describe('sign-in with an issuer', () => {
  it('is offered with what a client needs to begin', async () => {
    const { body } = await call(api.address, null, ENDPOINTS.settings)
    expect(body.oidc).toEqual({
      issuer: issuer.address,
      client_id: CLIENT_ID,
      authorization_endpoint: `${issuer.address}/auth`,
      scope: 'openid email profile',
    })
  })

  it('opens an ordinary session: calls, refresh, sign-out', async () => {
    const session = await send(await codeOf(person('ravi', 'Resolver@Demo.Test')))
    expect(session).toMatchObject({
      status: 200,
      body: {
        user: { email: RESOLVER },
        organisations: [{ org: 'ORG-DEMO', role: 'resolver' }],
        expires_in: 900,
      },
    })
    const me = await call(api.address, String(session.body.access_token), ENDPOINTS.me)
    expect(me.body).toMatchObject({ user: { email: RESOLVER } })
    const { refresh_token } = session.body
    const refreshed = await call(api.address, null, ENDPOINTS.refresh, { body: { refresh_token } })
    expect(refreshed.status).toBe(200)
    const last = { refresh_token: refreshed.body.refresh_token }
    expect((await call(api.address, null, ENDPOINTS.logout, { body: last })).status).toBe(204)
    expect(outcomeOf(await call(api.address, null, ENDPOINTS.refresh, { body: last }))).toEqual([
      401,
      'reauth_required',
    ])
  })

  it('goes by the subject after the first time, whatever becomes of the e-mail address there', async () => {
    person('maja', ADMIN)
    expect((await send(await codeOf('maja'))).status).toBe(200)
    expect(await boundTo(ADMIN)).toBe('maja')
    for (const later of ['maja@elsewhere.test', TECH_B]) {
      person('maja', later, false)
      expect((await send(await codeOf('maja'))).body).toMatchObject({ user: { email: ADMIN } })
    }
    expect(await boundTo(TECH_B)).toBeNull()
  })

  it('binds once when two devices of one person sign in for the first time at once', async () => {
    person('dana', RECEPTION)
    const requests = await Promise.all([codeOf('dana'), codeOf('dana')])
    const answers = await Promise.all(requests.map((request) => send(request)))
    expect(answers.map(outcomeOf)).toEqual([
      [200, undefined],
      [200, undefined],
    ])
    expect(await boundTo(RECEPTION)).toBe('dana')
  })

  it('never gives an account to a second person, even with the same verified address', async () => {
    person('ana', TECH_A)
    expect((await send(await codeOf('ana'))).status).toBe(200)
    const answer = await send(await codeOf(person('not-ana', TECH_A)))
    expect(outcomeOf(answer)).toEqual([403, 'forbidden'])
    expect(answer.body.detail).toContain('belongs to somebody else')
    expect(await boundTo(TECH_A)).toBe('ana')
  })

  it.each([
    ['an address the issuer has not verified', TECH_B, false, 'has not verified'],
    ['a person nobody has invited', 'nobody@demo.test', true, 'Nobody has invited you'],
    ['an account that belongs to no organisation', 'alone@demo.test', true, 'Nobody has invited you'],
    // Lower-casing turns the sign for kelvin into an ordinary k.
    ['an address that only becomes the same', '\u212aim@demo.test', true, 'has not verified'],
  ])('refuses %s, and says why', async (name, email, verified, why) => {
    await addAccount('alone@demo.test')
    await addMember('kim@demo.test')
    const answer = await send(await codeOf(person(name, email, verified)))
    expect(outcomeOf(answer)).toEqual([403, 'forbidden'])
    expect(answer.body.detail).toContain(why)
    expect(await boundTo(email.toLowerCase())).toBeNull()
  })

  it('accepts what the person was invited to, without the link, and takes their name from the issuer', async () => {
    const invite = async (admin: string, org: string) => {
      const body = { email: 'Nora@Demo.Test', full_name: 'N.', role: 'technician' }
      return call(api.address, await signIn(api.address, admin), `${ENDPOINTS.members}?org=${org}`, { body })
    }
    const links = [await invite(ADMIN, 'ORG-DEMO'), await invite(STRANGER, 'ORG-OTHER')]
    expect(links.map((link) => link.status)).toEqual([201, 201])
    issuer.people.set('nora', { email: 'nora@demo.test', email_verified: true, name: 'Nora Lind' })
    expect((await send(await codeOf('nora'))).body).toMatchObject({
      user: { email: 'nora@demo.test', full_name: 'Nora Lind' },
      organisations: [
        { org: 'ORG-DEMO', role: 'technician' },
        { org: 'ORG-OTHER', role: 'technician' },
      ],
    })
    for (const { body } of links) {
      const spent = await call(api.address, null, ENDPOINTS.invitation, { body: { token: body.token } })
      expect(outcomeOf(spent)).toEqual([410, 'link_expired'])
    }
    const audit = await call(api.address, await signIn(api.address, ADMIN), `${ENDPOINTS.audit}?org=ORG-DEMO`)
    expect(audit.body.items).toMatchObject([
      { act: 'joined', actor: 'nora@demo.test', to: 'technician' },
      { act: 'invited', actor: ADMIN, subject: 'nora@demo.test' },
    ])
  })

  it('opens an organisation to nobody who chose the password of its member before', async () => {
    const email = 'squatted@demo.test'
    const invite = async (admin: string, org: string) => {
      const body = { email, full_name: 'S.', role: 'technician' }
      return call(api.address, await signIn(api.address, admin), `${ENDPOINTS.members}?org=${org}`, { body })
    }
    // An admin elsewhere invites the address, and uses the link in place of the person.
    const password = 'correct horse battery'
    const link = await invite(STRANGER, 'ORG-OTHER')
    const body = { token: link.body.token, password }
    const squatter = await call(api.address, null, ENDPOINTS.acceptInvitation, { body })
    expect(squatter.status).toBe(200)
    await invite(ADMIN, 'ORG-DEMO')
    const own = await send(await codeOf(person('squatted', email)))
    expect(own.body.organisations).toMatchObject([{ org: 'ORG-DEMO' }, { org: 'ORG-OTHER' }])
    const attempt = await call(api.address, null, ENDPOINTS.login, { body: { email, password } })
    expect(outcomeOf(attempt)).toEqual([401, 'wrong_credentials'])
    const { access_token, refresh_token } = squatter.body
    expect(outcomeOf(await call(api.address, String(access_token), ENDPOINTS.me))).toEqual([
      401,
      'unauthenticated',
    ])
    const refreshed = await call(api.address, null, ENDPOINTS.refresh, { body: { refresh_token } })
    expect(outcomeOf(refreshed)).toEqual([401, 'reauth_required'])
  })

  it('leaves alone what an admin has taken back', async () => {
    await addMember('back@demo.test')
    const setDisabled = (at: string) =>
      api.sql.query(`UPDATE membership m SET joined_at = NULL, disabled_at = ${at} FROM account a
        WHERE a.account_id = m.account_id AND a.email = 'back@demo.test'`)
    await setDisabled('now()')
    expect(outcomeOf(await send(await codeOf(person('back', 'back@demo.test'))))).toEqual([403, 'forbidden'])
    await setDisabled('NULL')
    expect((await send(await codeOf('back'))).body).toMatchObject({ organisations: [{ org: 'ORG-DEMO' }] })
    await setDisabled('now()')
    expect((await send(await codeOf('back'))).body).toMatchObject({ organisations: [] })
  })

  it('refuses a disabled account, bound or not', async () => {
    await addMember('gone@demo.test')
    const setDisabled = (at: string) =>
      api.sql.query(`UPDATE account SET disabled_at = ${at} WHERE email = 'gone@demo.test'`)
    person('gone', 'gone@demo.test')
    for (const isBound of [false, true]) {
      await setDisabled('now()')
      const answer = await send(await codeOf('gone'))
      expect([...outcomeOf(answer), answer.body.detail]).toEqual([
        403,
        'forbidden',
        'This account has been disabled.',
      ])
      await setDisabled('NULL')
      expect(await boundTo('gone@demo.test')).toBe(isBound ? 'gone' : null)
      expect((await send(await codeOf('gone'))).status).toBe(200)
    }
  })
})

describe('a device', () => {
  it('signs in with an issuer too, and keeps the work of the one whose it is from everybody else', async () => {
    const device = await api.device(TECH_B)
    const subjects = { own: person('ben', TECH_B), other: person('dana', RECEPTION) }
    await device.queueChange('Ticket', null, { subject: 'Noise in the pump' })
    await device.logout()
    await expect(device.loginElsewhere(await codeOf(subjects.other))).rejects.toMatchObject({
      code: 'account_mismatch',
    })
    expect(await device.pending()).toHaveLength(1)
    expect((await device.loginElsewhere(await codeOf(subjects.own))).user.email).toBe(TECH_B)
    const result = await device.sync()
    expect([result.ended.kind, await device.pending()]).toEqual(['complete', []])
    const used = await codeOf(subjects.own)
    await device.loginElsewhere(used)
    await expect(device.loginElsewhere(used)).rejects.toMatchObject({ problem: 'wrong_credentials' })
  })
})

describe('a sign-in that is not the one that was begun', () => {
  it('has a code that works once', async () => {
    const request = await codeOf(person('ravi', RESOLVER))
    expect((await send(request)).status).toBe(200)
    expect(outcomeOf(await send(request))).toEqual([401, 'wrong_credentials'])
  })

  it.each([
    ['nonce', { nonce: 'of-another-sign-in' }],
    ['verifier', { code_verifier: 'a'.repeat(43) }],
    ['code', { code: 'of-another-sign-in' }],
    ['address of return, though one of ours', { redirect_uri: 'localhost' }],
  ])('is refused: another %s', async (_name, change) => {
    const request = await codeOf(person('ravi', RESOLVER))
    const asked =
      'redirect_uri' in change
        ? { ...request, redirect_uri: request.redirect_uri.replace('127.0.0.1', change.redirect_uri) }
        : { ...request, ...change }
    const host = new URL(asked.redirect_uri).host
    // The server is the same by either name; `fetch` sends the name it was asked for.
    const answer = await call(`http://${host}`, null, ENDPOINTS.oidc, { body: asked })
    expect(outcomeOf(answer)).toEqual([401, 'wrong_credentials'])
  })

  it.each([
    ['another site', 'https://evil.test/sign-in/callback'],
    ['another page of ours', '/inbox'],
    ['our page with more behind it', '/sign-in/callback?next=https://evil.test'],
    ['another port', 'http://127.0.0.1:1/sign-in/callback'],
    ['no page at all', 'javascript:alert(1)'],
  ])('is refused before the issuer is asked: returned to %s', async (_name, address) => {
    const request = await codeOf(person('ravi', RESOLVER))
    const redirect_uri = address.startsWith('/') ? api.address + address : address
    expect(outcomeOf(await send({ ...request, redirect_uri }))).toEqual([422, 'malformed_request'])
    expect((await send(request)).status).toBe(200)
  })

  it.each([
    ['nothing', {}],
    ['operators in place of text', { code: { not: '' }, code_verifier: [], nonce: 1, redirect_uri: null }],
    ['a NUL', { code: 'a\u0000', code_verifier: 'a'.repeat(43), nonce: 'n', redirect_uri: 'https://a.test' }],
  ])('is refused when it says %s', async (_name, body) => {
    expect(outcomeOf(await send(body))).toEqual([422, 'malformed_request'])
  })
})

describe('the tokens of the issuer', () => {
  it('are no tokens of ours', async () => {
    const { code, code_verifier, redirect_uri } = await codeOf(person('ravi', RESOLVER))
    const response = await fetch(`${issuer.address}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: CLIENT_ID,
        code,
        code_verifier,
        redirect_uri,
      }),
    })
    const tokens: Record<string, string> = JSON.parse(await response.text())
    for (const token of [tokens.id_token, tokens.access_token]) {
      expect(token).toBeTypeOf('string')
      const answer = await call(api.address, String(token), ENDPOINTS.me)
      expect(outcomeOf(answer)).toEqual([401, 'unauthenticated'])
    }
  })

  it('are believed after it has changed its keys, which are not asked for again within half a minute', async () => {
    expect((await send(await codeOf(person('ravi', RESOLVER)))).status).toBe(200)
    await issuer.rotateKeys()
    expect(outcomeOf(await send(await codeOf('ravi')))).toEqual([401, 'wrong_credentials'])
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 })
    expect((await send(await codeOf('ravi'))).status).toBe(200)
  })
})

describe('an issuer that is away', () => {
  it('is said to be, and is asked again by the next one who comes', async () => {
    const server = await startApi({
      OIDC_ISSUER: issuer.address,
      OIDC_CLIENT_ID: CLIENT_ID,
      LOG_LEVEL: 'fatal',
    })
    const request = await codeFor(issuer.address, person('ravi', RESOLVER), server.address + CALLBACK)
    await issuer.close()
    const settings = await call(server.address, null, ENDPOINTS.settings)
    expect(settings.body.oidc).toMatchObject({ issuer: issuer.address, authorization_endpoint: null })
    const away = await send(request, server)
    expect(outcomeOf(away)).toEqual([503, 'issuer_unavailable'])
    expect(away.headers.get('retry-after')).not.toBeNull()
    // Accounts of this server do not need it.
    const body = { email: ADMIN, password: 'demo' }
    expect((await call(server.address, null, ENDPOINTS.login, { body })).status).toBe(200)
    await issuer.reopen()
    expect((await send(request, server)).status).toBe(200)
    await server.close()
  })
})

describe('settings', () => {
  it.each([
    ['no client', { OIDC_CLIENT_ID: '' }, 'OIDC_CLIENT_ID'],
    ['a client of no issuer', { OIDC_ISSUER: '' }, 'OIDC_ISSUER'],
    ['an open address', { OIDC_ISSUER: 'http://issuer.test' }, 'OIDC_ISSUER'],
    ['a password in the address', { OIDC_ISSUER: 'https://a:b@issuer.test' }, 'OIDC_ISSUER'],
    ['a query in the address', { OIDC_ISSUER: 'https://issuer.test?a=b' }, 'OIDC_ISSUER'],
    ['no address', { OIDC_ISSUER: 'issuer.test' }, 'OIDC_ISSUER'],
    ['a scope of another protocol', { OIDC_SCOPE: 'email openidx' }, 'OIDC_SCOPE'],
    ['returns to nowhere', { OIDC_REDIRECT_URIS: 'https://app.test/back, /back' }, 'OIDC_REDIRECT_URIS'],
  ])('stop the start when they have %s', (_name, wrong, named) => {
    const good = { OIDC_ISSUER: 'https://issuer.test/realms/a', OIDC_CLIENT_ID: CLIENT_ID }
    const rest = { AUTH_SECRET: 's'.repeat(32), DATABASE_URL: 'postgres://localhost/none' }
    expect(readSettings({ ...rest, ...good })).toMatchObject(good)
    expect(() => readSettings({ ...rest, ...good, ...wrong })).toThrow(named)
  })

  it('offer nothing when there is no issuer', async () => {
    const server = await startApi()
    expect((await call(server.address, null, ENDPOINTS.settings)).body.oidc).toBeNull()
    const request = await codeFor(issuer.address, person('ravi', RESOLVER), server.address + CALLBACK)
    expect(outcomeOf(await send(request, server))).toEqual([404, 'not_found'])
    await server.close()
  })

  it('may name a client with a secret, an issuer that tells addresses to its userinfo only, and other callbacks', async () => {
    const secret = 'a secret: with +%&=/'
    const strict = await startIssuer({ secret, emailInIdToken: false })
    strict.people.set('ravi', { email: RESOLVER, email_verified: true })
    const server = await startApi({
      OIDC_ISSUER: strict.address,
      OIDC_CLIENT_ID: CLIENT_ID,
      OIDC_CLIENT_SECRET: secret,
      OIDC_REDIRECT_URIS: 'dartwing:/back, http://localhost/sign-in/callback',
      LOG_LEVEL: 'fatal',
    })
    const signIn = async (redirect_uri: string) =>
      outcomeOf(await send(await codeFor(strict.address, 'ravi', redirect_uri), server))
    expect(await signIn('http://localhost/sign-in/callback')).toEqual([200, undefined])
    expect(await signIn(server.address + CALLBACK)).toEqual([422, 'malformed_request'])
    await server.close()
    await strict.close()
  })
})
