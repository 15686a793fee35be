import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type Api, call, signIn, startApi } from './api-kit.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const login = (body: unknown) => call(api.address, null, '/api/auth/login', { body })

describe('access', () => {
  it('signs in, says who is asking, and signs out', async () => {
    const session = await login({ email: 'Admin@Demo.Test', password: 'demo' })
    expect(session).toMatchObject({
      status: 200,
      body: { user: { email: ADMIN }, organisations: [{ org: 'ORG-DEMO', role: 'admin' }], expires_in: 900 },
    })
    const me = await call(api.address, String(session.body.access_token), '/api/auth/me')
    expect(me.body).toMatchObject({ user: { email: ADMIN } })
    const refresh_token = session.body.refresh_token
    expect((await call(api.address, null, '/api/auth/logout', { body: { refresh_token } })).status).toBe(204)
    const after = await call(api.address, null, '/api/auth/refresh', { body: { refresh_token } })
    expect([after.status, after.body.code]).toEqual([401, 'reauth_required'])
  })

  it('says the same about a wrong password and an unknown address', async () => {
    const answers = [
      await login({ email: ADMIN, password: 'wrong' }),
      await login({ email: 'nobody@demo.test', password: 'demo' }),
    ]
    expect(answers.map((answer) => [answer.status, answer.body.code])).toEqual([
      [401, 'wrong_credentials'],
      [401, 'wrong_credentials'],
    ])
    expect(answers[0]?.body).toEqual(answers[1]?.body)
  })

  it('lets a sign-in live 336 hours without contact', async () => {
    const { body } = await login({ email: ADMIN, password: 'demo' })
    const { rows } = await api.sql.query<{ hours: number }>(
      'SELECT round(extract(epoch FROM max(expires_at - created_at)) / 3600)::int AS hours FROM refresh_token',
    )
    expect(rows[0]?.hours).toBe(336)
    await api.sql.query("UPDATE refresh_token SET expires_at = now() - interval '1 second'")
    const late = await call(api.address, null, '/api/auth/refresh', {
      body: { refresh_token: body.refresh_token },
    })
    expect([late.status, late.body.code]).toEqual([401, 'reauth_required'])
  })

  it.each([
    ['no body', undefined],
    ['no password', { email: ADMIN }],
    ['a list', []],
    ['operators in place of text', { email: { not: '' }, password: { not: '' } }],
  ])('refuses %s with a stable code', async (_name, body) => {
    const answer = await call(api.address, null, '/api/auth/login', { method: 'POST', body: body ?? '' })
    expect([400, 422]).toContain(answer.status)
    expect(['malformed_request', 'invalid_json']).toContain(answer.body.code)
  })

  it('refuses a token that was changed, of another key, or of no algorithm', async () => {
    const token = await signIn(api.address, ADMIN)
    const [header, payload, signature] = token.split('.')
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
    for (const bad of [`${header}.${payload}.${signature}x`, `${none}.${payload}.`, 'x', '']) {
      const answer = await call(api.address, bad, '/api/auth/me')
      expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated'])
    }
  })
})

describe('operations', () => {
  it('is live, ready, measured and described', async () => {
    expect((await call(api.address, null, '/health/live')).body).toEqual({ status: 'ok' })
    expect((await call(api.address, null, '/health/ready')).body).toEqual({ status: 'ok' })
    const metrics = await fetch(`${api.address}/metrics`)
    expect(await metrics.text()).toContain('sync_operations_total')
    const description = await call(api.address, null, '/docs-json')
    expect(Object.keys(description.body.paths ?? {})).toContain('/api/method/dartwing_core.sync.feed')
    expect((await fetch(`${api.address}/docs`)).status).toBe(200)
  })

  it('answers an unknown address with a problem', async () => {
    const answer = await call(api.address, await signIn(api.address, ADMIN), '/api/nothing')
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
  })

  it('gives the rule of one DocType, of all, and of none that exists', async () => {
    const token = await signIn(api.address, ADMIN)
    const path = '/api/method/dartwing_core.sync.get_conflict_strategy'
    const one = await call(api.address, token, `${path}?doctype=Ticket`)
    expect(one.body.message).toMatchObject({
      strategy: 'field_level',
      last_write_wins_fields: ['description'],
    })
    expect(one.headers.get('etag')).toMatch(/^"[0-9a-f]+"$/)
    const all = await call(api.address, token, path)
    expect(Object.keys(all.body.message ?? {}).length).toBeGreaterThanOrEqual(17)
    const none = await call(api.address, token, `${path}?doctype=Nope`)
    expect([none.status, none.body.code]).toEqual([422, 'unknown_doctype'])
  })
})
