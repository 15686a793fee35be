/** Signing in and staying signed in: lost answers, copied tokens, and sign-ins that end while they are in use. */
import { ENDPOINTS } from '@dartwing/protocol'
import { hash } from '@node-rs/argon2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ExpiryJob } from '../src/access/expiry.job.ts'
import { ADMIN, type Answer, type Api, call, ORG, RESOLVER, STRANGER, startApi, TECH_A } from './api-kit.ts'

let api: Api
let replica: string
beforeAll(async () => {
  api = await startApi()
  replica = await api.replica()
})
afterAll(() => api.close())

interface SignIn {
  readonly access: string
  readonly refresh: string
}

const toSignIn = ({ body }: Answer): SignIn => ({
  access: String(body.access_token),
  refresh: String(body.refresh_token),
})

const login = async (email = ADMIN, password = 'demo') =>
  toSignIn(await call(api.address, null, ENDPOINTS.login, { body: { email, password } }))

const refresh = (token: string, address = api.address) =>
  call(address, null, ENDPOINTS.refresh, { body: { refresh_token: token } })

const outcome = ({ status, body }: Answer) => [status, body.code]
const ENDED = [401, 'unauthenticated']
const SIGN_IN_AGAIN = [401, 'reauth_required']

/** What every room answers to a token; all of it must stop at once. */
const CALLS: readonly { path: string; body?: unknown }[] = [
  { path: ENDPOINTS.me },
  { path: `${ENDPOINTS.feed}?org=${ORG}` },
  { path: ENDPOINTS.conflictStrategy },
  { path: `${ENDPOINTS.conflicts}?org=${ORG}` },
  { path: `${ENDPOINTS.conflicts}` },
  { path: `/api/documents/Ticket/TKT-1?org=${ORG}` },
  { path: `${ENDPOINTS.members}?org=${ORG}` },
  { path: ENDPOINTS.password, body: { current: 'demo', next: 'correct horse battery' } },
  {
    path: ENDPOINTS.upsertBatch,
    body: {
      org: ORG,
      device_id: '5f1a3c1e-6f0e-4b8e-9a39-0d8f5c3f7b11',
      sync_id: '5f1a3c1e-6f0e-4b8e-9a39-0d8f5c3f7b12',
      client_ts: '2026-11-22T10:00:00Z',
      operations: [],
    },
  },
]

describe('T-9: a refresh token that was copied', () => {
  it('ends the whole sign-in as soon as it is used after its successor', async () => {
    const first = await login()
    const second = toSignIn(await refresh(first.refresh))
    const third = toSignIn(await refresh(second.refresh))
    expect(outcome(await refresh(first.refresh))).toEqual(SIGN_IN_AGAIN)
    expect(outcome(await refresh(third.refresh))).toEqual(SIGN_IN_AGAIN)
    expect(outcome(await call(api.address, third.access, ENDPOINTS.me))).toEqual(ENDED)
  })

  it('ends nobody else, not even another sign-in of the same person', async () => {
    const [copied, other] = [await login(), await login()]
    const next = toSignIn(await refresh(copied.refresh))
    await refresh(next.refresh)
    expect(outcome(await refresh(copied.refresh))).toEqual(SIGN_IN_AGAIN)
    expect((await refresh(other.refresh)).status).toBe(200)
  })

  it('is not told apart from one that never was, and that ends nothing', async () => {
    const { refresh: token } = await login()
    expect(outcome(await refresh(`${token}x`))).toEqual(SIGN_IN_AGAIN)
    expect((await refresh(token)).status).toBe(200)
  })
})

describe('T-10: an answer that was lost', () => {
  it.each(['1 second', '10 days'])('is given again after %s', async (ago) => {
    const { refresh: parent } = await login()
    const lost = toSignIn(await refresh(parent))
    await api.sql.query(
      `UPDATE refresh_token SET rotated_at = rotated_at - $1::interval, created_at = created_at - $1::interval,
         expires_at = expires_at - $1::interval`,
      [ago],
    )
    const again = toSignIn(await refresh(parent))
    expect(again.refresh).toBe(lost.refresh)
    expect((await call(api.address, again.access, ENDPOINTS.me)).status).toBe(200)
    expect((await refresh(again.refresh)).status).toBe(200)
  })

  it('lives as long from then on as a new one', async () => {
    const { refresh: parent } = await login()
    const { refresh: child } = toSignIn(await refresh(parent))
    await api.sql.query("UPDATE refresh_token SET expires_at = expires_at - interval '10 days'")
    await refresh(parent)
    const { rows } = await api.sql.query(
      `SELECT count(*)::int AS n FROM refresh_token
       WHERE token_hash = encode(sha256($1::bytea), 'hex') AND expires_at > now() + interval '335 hours'`,
      [child],
    )
    expect(rows).toEqual([{ n: 1 }])
  })

  it('leaves nothing in the database that could be used', async () => {
    const { refresh: parent } = await login()
    const { refresh: child } = toSignIn(await refresh(parent))
    const { rows } = await api.sql.query('SELECT * FROM refresh_token')
    const stored = JSON.stringify(rows)
    expect([stored.includes(parent), stored.includes(child)]).toEqual([false, false])
  })
})

describe('T-11: two tabs that refresh at once', () => {
  it('get one and the same successor, twenty times over two servers', async () => {
    let { refresh: token } = await login()
    for (let round = 0; round < 20; round++) {
      const answers = (await Promise.all([refresh(token), refresh(token, replica)])).map(toSignIn)
      expect(answers[0]?.refresh).toBe(answers[1]?.refresh)
      const { rows } = await api.sql.query(
        `SELECT count(*)::int AS children FROM refresh_token t
         WHERE t.token_hash = (SELECT p.successor_hash FROM refresh_token p
           WHERE p.token_hash = encode(sha256($1::bytea), 'hex'))`,
        [token],
      )
      expect(rows).toEqual([{ children: 1 }])
      token = answers[0]?.refresh ?? ''
    }
    expect((await refresh(token)).status).toBe(200)
  })
})

describe('T-7: what ends while an access token is good for minutes yet', () => {
  const bothAt = async (token: string, path: string, body?: unknown) =>
    (
      await Promise.all(
        [api.address, replica].map((address) =>
          call(address, token, path, body === undefined ? {} : { body }),
        ),
      )
    ).map(outcome)

  it('is over on every server and every call, for a sign-in that was ended', async () => {
    const { access, refresh: token } = await login(RESOLVER)
    expect((await call(replica, access, ENDPOINTS.me)).status).toBe(200)
    expect((await call(api.address, null, ENDPOINTS.logout, { body: { refresh_token: token } })).status).toBe(
      204,
    )
    for (const { path, body } of CALLS) expect(await bothAt(access, path, body)).toEqual([ENDED, ENDED])
  })

  it('is over for an account that was disabled, and comes back with it', async () => {
    const { access, refresh: token } = await login(RESOLVER)
    await api.sql.query('UPDATE account SET disabled_at = now() WHERE email = $1', [RESOLVER])
    for (const { path, body } of CALLS) expect(await bothAt(access, path, body)).toEqual([ENDED, ENDED])
    expect(outcome(await refresh(token))).toEqual(SIGN_IN_AGAIN)
    const attempt = await call(api.address, null, ENDPOINTS.login, {
      body: { email: RESOLVER, password: 'demo' },
    })
    expect(outcome(attempt)).toEqual([401, 'wrong_credentials'])
    await api.sql.query('UPDATE account SET disabled_at = NULL WHERE email = $1', [RESOLVER])
    expect((await call(api.address, access, ENDPOINTS.me)).status).toBe(200)
    expect((await refresh(token)).status).toBe(200)
  })

  it.each(['disabled_at = now()', 'joined_at = NULL'])(
    'looks like no organisation with %s',
    async (change) => {
      const { access } = await login(RESOLVER)
      const set = (to: string) =>
        api.sql.query(
          `UPDATE membership m SET ${to} FROM account a WHERE a.account_id = m.account_id AND a.email = $1`,
          [RESOLVER],
        )
      await set(change)
      const NOWHERE = [404, 'not_found']
      expect(await bothAt(access, `${ENDPOINTS.feed}?org=${ORG}`)).toEqual([NOWHERE, NOWHERE])
      expect(await bothAt(access, ENDPOINTS.conflicts)).toEqual([NOWHERE, NOWHERE])
      const me = await call(replica, access, ENDPOINTS.me)
      expect(me.body.organisations).toEqual([])
      await set('disabled_at = NULL, joined_at = now()')
      expect((await call(replica, access, `${ENDPOINTS.feed}?org=${ORG}`)).status).toBe(200)
    },
  )

  it('is no longer an admin’s to do, once the role has changed', async () => {
    const { access } = await login(ADMIN)
    const become = (role: string) =>
      api.sql.query(
        `UPDATE membership m SET role = $2 FROM account a WHERE a.account_id = m.account_id AND a.email = $1`,
        [ADMIN, role],
      )
    await become('technician')
    const FORBIDDEN = [403, 'forbidden']
    expect(await bothAt(access, `${ENDPOINTS.members}?org=${ORG}`)).toEqual([FORBIDDEN, FORBIDDEN])
    await become('admin')
    expect((await call(replica, access, `${ENDPOINTS.members}?org=${ORG}`)).status).toBe(200)
  })
})

describe('T-8: another organisation', () => {
  it.each([ENDPOINTS.feed, ENDPOINTS.conflicts, ENDPOINTS.members, ENDPOINTS.audit])(
    'does not exist at %s',
    async (path) => {
      const { access } = await login(STRANGER)
      expect(outcome(await call(api.address, access, `${path}?org=${ORG}`))).toEqual([404, 'not_found'])
      expect(outcome(await call(api.address, access, `${path}?org=ORG-NONE`))).toEqual([404, 'not_found'])
    },
  )
})

describe('T-15 and the password', () => {
  const change = (access: string, current: string, next: unknown) =>
    call(api.address, access, ENDPOINTS.password, { body: { current, next } })

  it.each([
    ['of a megabyte', 'x'.repeat(1_000_000)],
    ['of 257 characters', 'x'.repeat(257)],
    ['with a NUL', 'demo\u0000'],
    ['with half a character', 'demo\ud800'],
    ['that is empty', ''],
  ])('one %s is refused before it is compared', async (_title, password) => {
    const answer = await call(api.address, null, ENDPOINTS.login, { body: { email: ADMIN, password } })
    expect(outcome(answer)).toEqual([422, 'malformed_request'])
  })

  it.each([
    ['is short', 'seven77'],
    ['is everybody’s', 'Password123'],
    ['is the address', TECH_A.toUpperCase()],
  ])('a new one that %s is refused, by name', async (_title, next) => {
    const { access } = await login(TECH_A)
    const answer = await change(access, 'demo', next)
    expect([...outcome(answer), answer.body.fields]).toEqual([
      422,
      'invalid',
      [{ path: 'next', message: expect.any(String) }],
    ])
  })

  it('is compared exactly as it came, and a new one ends the other sign-ins only', async () => {
    const [here, elsewhere] = [await login(TECH_A), await login(TECH_A)]
    const next = ' Caf\u00e9 au lait '
    expect(outcome(await change(here.access, 'wrong', next))).toEqual([401, 'wrong_credentials'])
    expect((await change(here.access, 'demo', next)).status).toBe(204)
    expect((await call(api.address, here.access, ENDPOINTS.me)).status).toBe(200)
    expect((await refresh(here.refresh)).status).toBe(200)
    expect(outcome(await call(api.address, elsewhere.access, ENDPOINTS.me))).toEqual(ENDED)
    expect(outcome(await refresh(elsewhere.refresh))).toEqual(SIGN_IN_AGAIN)
    const attempt = async (password: string) =>
      (await call(api.address, null, ENDPOINTS.login, { body: { email: TECH_A, password } })).status
    expect(await attempt(next)).toBe(200)
    for (const other of [next.trim(), next.normalize('NFD'), next.toLowerCase(), 'demo']) {
      expect(await attempt(other)).toBe(401)
    }
  })

  it('is hashed anew when it was hashed for less', async () => {
    const weak = '$argon2id$v=19$m=8192,t=1,p=1$'
    const hashOf = async () => {
      const { rows } = await api.sql.query('SELECT password_hash FROM account WHERE email = $1', [RESOLVER])
      return String(rows[0]?.password_hash)
    }
    const made = await hash('demo', { memoryCost: 8192, timeCost: 1, parallelism: 1 })
    expect(made.startsWith(weak)).toBe(true)
    await api.sql.query('UPDATE account SET password_hash = $2 WHERE email = $1', [RESOLVER, made])
    await login(RESOLVER)
    const renewed = await hashOf()
    expect(renewed.startsWith('$argon2id$v=19$m=19456,t=2,p=1$')).toBe(true)
    await login(RESOLVER)
    expect(await hashOf()).toBe(renewed)
  })
})

describe('T-16: cookies', () => {
  it('are neither given nor looked at', async () => {
    const answers = [
      await call(api.address, null, ENDPOINTS.login, { body: { email: ADMIN, password: 'demo' } }),
      await call(api.address, null, ENDPOINTS.settings),
      await call(api.address, null, '/docs-json'),
      await refresh((await login()).refresh),
    ]
    for (const { status, headers } of answers) {
      expect([status, headers.getSetCookie()]).toEqual([200, []])
    }
    const { access, refresh: token } = await login()
    const headers = { cookie: `access_token=${access}; __Host-refresh=${token}; refresh_token=${token}` }
    expect(outcome(await call(api.address, null, ENDPOINTS.me, { headers }))).toEqual(ENDED)
    const bare = await call(api.address, null, ENDPOINTS.refresh, { body: {}, headers })
    expect(outcome(bare)).toEqual([422, 'malformed_request'])
  })
})

describe('the night', () => {
  it('forgets sign-ins and links a month after they have ended, and no others', async () => {
    const { rows } = await api.sql.query('SELECT account_id FROM account WHERE email = $1', [ADMIN])
    const account = rows[0]?.account_id
    const sign = (hash: string, expires: string, revoked: string | null) =>
      api.sql.query(
        `INSERT INTO refresh_token (token_hash, account_id, family_id, expires_at, revoked_at)
         VALUES ($1, $2, gen_random_uuid(), now() + $3::interval, now() + $4::interval)`,
        [hash, account, expires, revoked],
      )
    const link = (hash: string, expires: string, used: string | null) =>
      api.sql.query(
        `INSERT INTO invitation (org_id, token_hash, account_id, purpose, created_by, expires_at, used_at)
         VALUES ($1, $2, $3, 'reset', 'x', now() + $4::interval, now() + $5::interval)`,
        [ORG, hash, account, expires, used],
      )
    for (const add of [sign, link]) {
      await add('expired long ago', '-31 days', null)
      await add('ended long ago', '1 day', '-31 days')
      await add('expired', '-29 days', null)
      await add('ended', '1 day', '-29 days')
      await add('live', '1 day', null)
    }
    await api.app.get(ExpiryJob).run()
    for (const table of ['refresh_token', 'invitation']) {
      const left = await api.sql.query(
        `SELECT token_hash FROM ${table} WHERE length(token_hash) < 64 ORDER BY token_hash`,
      )
      expect(left.rows.map((row) => row.token_hash)).toEqual(['ended', 'expired', 'live'])
    }
  })
})
