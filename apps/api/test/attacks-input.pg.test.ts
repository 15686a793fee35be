/** What a body, a query or a header claims to be, and what the server takes it for. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type Api, call, insert, ORG, rawDevice, STRANGER, signIn, startApi } from './api-kit.ts'
import { heldAppointment, type Ids, requestFor } from './borrowed-ids.ts'
import { type Described, describedOperations } from './described.ts'

let api: Api
let operations: Described[]
let ids: Ids
let token: string
beforeAll(async () => {
  api = await startApi()
  operations = await describedOperations(api.address)
  ids = await heldAppointment(api)
  token = await signIn(api.address, ADMIN)
})
afterAll(() => api.close())

describe('C-31 a body that calls itself something else', () => {
  const body = JSON.stringify({ email: ADMIN, password: 'demo' })

  it.each([
    'text/plain',
    'text/plain;application/json',
    'text/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/vnd.api+json',
    'application/csp-report',
    'application/xml',
    'APPLICATION/X-JSON',
    '*/*',
  ])('C-27 %s is not read, so that no form of another site can send one', async (type) => {
    const answer = await call(api.address, null, '/api/auth/login', {
      body,
      headers: { 'content-type': type },
    })
    expect([answer.status, answer.body.code]).toEqual([415, 'unsupported_media_type'])
  })

  it('nor is one without a type', async () => {
    const response = await fetch(`${api.address}/api/auth/login`, {
      method: 'POST',
      body: new Uint8Array(Buffer.from(body)),
    })
    expect(response.status).toBe(415)
  })

  it('headers that some servers believe change nothing', async () => {
    const claims: Record<string, string> = {
      'x-original-url': '/api/members',
      'x-rewrite-url': '/api/members',
      'x-http-method-override': 'DELETE',
      'x-forwarded-host': 'evil.test',
      'x-forwarded-prefix': '/api',
      forwarded: 'for=127.0.0.1;host=evil.test',
      'x-org': 'ORG-OTHER',
      'x-user': 'admin@other.test',
    }
    const plain = await call(api.address, token, '/api/auth/me')
    const claimed = await call(api.address, token, '/api/auth/me', { headers: claims })
    expect([claimed.status, claimed.body]).toEqual([plain.status, plain.body])
    const anonymous = await call(api.address, null, '/api/auth/me', { headers: claims })
    expect(anonymous.status).toBe(401)
  })

  it('C-27 a page of another site may not read an answer, and there is no cookie it could use', async () => {
    const headers = { origin: 'https://evil.test', 'access-control-request-method': 'POST' }
    const answers = [
      await call(api.address, null, '/api/auth/login', { body, headers }),
      await call(api.address, token, '/api/auth/me', { headers }),
      await call(api.address, null, '/api/auth/me', { method: 'OPTIONS', headers }),
    ]
    for (const { headers: given } of answers) {
      expect([...given.keys()].filter((name) => /^(access-control|set-cookie)/.test(name))).toEqual([])
    }
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 405])
  })
})

describe('C-33 prototype pollution', () => {
  const POISON = [
    '{"__proto__":{"polluted":true,"role":"admin"}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"choices":{"__proto__":{"pick":"client"},"constructor":{"pick":"client"}}}',
    '{"operations":[{"__proto__":{"polluted":true},"data":{"__proto__":{"polluted":true}}}]}',
    '[{"__proto__":{"polluted":true}}]',
  ]

  it('of every body: refused or without effect, and nothing inherits it', async () => {
    const writing = operations.filter(({ takesBody }) => takesBody)
    const failed = []
    for (const operation of writing) {
      const { path, init } = requestFor(operation, ids)
      for (const body of POISON) {
        const { status } = await call(api.address, token, path, { ...init, body })
        if (status >= 500) failed.push([operation.title, body, status])
      }
    }
    expect(writing.length).toBeGreaterThan(5)
    expect(failed).toEqual([])
    expect('polluted' in {} || 'polluted' in [] || 'role' in {}).toBe(false)
  })

  it('of the fields of a record: the item is refused, its neighbour is taken', async () => {
    const device = await rawDevice(api.address, ADMIN)
    const names = ['__proto__', 'constructor', 'prototype']
    const poisoned = names.map((name) => {
      const text = JSON.stringify(
        insert('Ticket', `TKT-${randomUUID()}`, { subject: 's', KEY: { polluted: 1 } }),
      )
      return JSON.parse(text.replace('"KEY"', JSON.stringify(name)))
    })
    const results = await device.results([
      ...poisoned,
      insert('Ticket', `TKT-${randomUUID()}`, { subject: 's' }),
    ])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'success'])
    expect('polluted' in {}).toBe(false)
  })

  it('of a query', async () => {
    for (const query of [
      '__proto__[polluted]=1',
      '__proto__.polluted=1',
      'constructor[prototype][polluted]=1',
    ]) {
      for (const { path } of operations.filter(
        ({ method, path: at }) => method === 'GET' && !at.includes('{'),
      )) {
        expect((await fetch(`${api.address}${path}?${query}`)).status, path).toBeLessThan(500)
      }
    }
    expect('polluted' in {}).toBe(false)
  })
})

describe('C-34 a parameter that is there twice', () => {
  it('is refused wherever there is one, and never read as the first or the last', async () => {
    const stranger = await signIn(api.address, STRANGER)
    const taken = []
    for (const operation of operations.filter(({ isPublic }) => !isPublic)) {
      const { path, init } = requestFor(operation, { ...ids, org: 'ORG-OTHER' })
      for (const { name } of operation.parameters.filter((one) => one.in === 'query')) {
        const twice = `${path}${path.includes('?') ? '&' : '?'}${name}=${ORG}&${name}=${ORG}`
        const { status, body } = await call(api.address, stranger, twice, init)
        if (status !== 422) taken.push([operation.title, name, status, body.code])
      }
    }
    expect(taken).toEqual([])
  })

  it('as a list or an object is refused too', async () => {
    for (const query of ['org[]=ORG-DEMO', 'org[0]=ORG-DEMO', 'org[not]=x', 'org=%5B%22ORG-DEMO%22%5D']) {
      const path = `/api/method/dartwing_core.sync.feed?${query}`
      expect([404, 422], query).toContain((await call(api.address, token, path)).status)
    }
  })
})

describe('C-32 words of SQL', () => {
  const WORDS = [
    "'; DROP TABLE document; --",
    "' OR '1'='1",
    '$1',
    '\\',
    "E'\\\\'",
    '1); SELECT pg_sleep(9); --',
    '%',
  ]

  it('are values, wherever they stand', async () => {
    const before = await api.sql.query('SELECT count(*) FROM document')
    const failed = []
    for (const word of WORDS) {
      const strange = { ...ids, org: word, doctype: word, name: word, version: word, conflict_id: word }
      for (const operation of operations) {
        const { path, init } = requestFor(operation, {
          ...strange,
          account_id: word,
          cursor: word,
          email: word,
        })
        const { status, body } = await read(path, init)
        if (status >= 500 || /syntax|relation|pg_|SELECT/.test(String(body)))
          failed.push([operation.title, word])
      }
    }
    expect(failed).toEqual([])
    expect((await api.sql.query('SELECT count(*) FROM document')).rows).toEqual(before.rows)
  })

  async function read(path: string, { method, headers, body }: ReturnType<typeof requestFor>['init']) {
    const response = await fetch(api.address + path, {
      method,
      headers: { ...headers, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const said = await response.text()
    // What was sent may be said again; what the database says may not.
    return {
      status: response.status,
      body: path.includes('metrics') ? '' : said.replace(/pg_sleep\(9\)|SELECT/g, ''),
    }
  }
})

describe('C-35 text made to keep a pattern busy', () => {
  // A pattern that tries every way to read one of these never ends, and neither would this test.
  const LONG = 50_000
  const TEXTS = [
    'a'.repeat(LONG),
    `${'a@'.repeat(LONG)}`,
    `a@${'a.'.repeat(LONG)}`,
    `a@${'-'.repeat(LONG)}.test`,
    `${'.a'.repeat(LONG)}@demo.test`,
    `2026-01-01T00:00:00.${'1'.repeat(LONG)}x`,
    ' '.repeat(LONG),
    '\t'.repeat(LONG),
    `"${'1'.repeat(LONG)}`,
    `${'0'.repeat(LONG)}-0000-4000-8000-000000000000`,
    `data:image/png;base64,${'A'.repeat(LONG)}=`,
  ]

  it.each(TEXTS.map((text) => [`${text.slice(0, 24)}...`, text]))('%s', async (_title, text) => {
    const bodies: [string, unknown][] = [
      ['/api/auth/login', { email: text, password: text }],
      ['/api/auth/refresh', { refresh_token: text }],
      [
        '/api/method/dartwing_core.sync.upsert_batch',
        {
          org: ORG,
          device_id: text,
          sync_id: text,
          client_ts: text,
          epoch: text,
          operations: [{ name: text }],
        },
      ],
      [
        `/api/conflicts/${ids.conflict_id}/preview`,
        { choices: { attendee_name: { value: text } }, comment: text },
      ],
    ]
    for (const [path, body] of bodies) {
      expect((await call(api.address, token, path, { body })).status, path).toBeLessThan(500)
    }
    const device = await rawDevice(api.address, ADMIN)
    const fields = { subject: 's', description: text, customer: text, due_date: text }
    const items = [insert('Ticket', `TKT-${randomUUID()}`, fields), insert('Ticket', text, { subject: text })]
    for (const { status } of await device.results(items)) expect(['success', 'rejected']).toContain(status)
  })
})
