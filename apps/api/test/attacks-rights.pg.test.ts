/** What may be reached by whom, generated from the server's own description: nothing is open by accident. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type Api, call, RECEPTION, RESOLVER, signIn, startApi, TECH_A } from './api-kit.ts'
import { ask, heldAppointment, type Ids, requestFor } from './borrowed-ids.ts'
import { type Described, describedOperations } from './described.ts'

/** Reached without signing in. Whoever adds one says so here. */
const PUBLIC = new Set([
  'GET /health/live',
  'GET /health/ready',
  'GET /metrics',
  'GET /api/settings',
  'POST /api/auth/login',
  'POST /api/auth/refresh',
  'POST /api/auth/logout',
  'POST /api/auth/invitation',
  'POST /api/auth/invitation/accept',
  'POST /api/auth/oidc',
  'POST /api/webhooks/frappe/{org}',
])

/** For more than admins; what each sees and may do in it is decided record by record. */
const MEMBERS = new Set([
  'GET /api/auth/me',
  'GET /api/organisation',
  'POST /api/auth/password',
  'GET /api/method/dartwing_core.sync.feed',
  'POST /api/method/dartwing_core.sync.upsert_batch',
  'GET /api/method/dartwing_core.sync.get_conflict_strategy',
  'GET /api/conflicts',
  'GET /api/conflicts/{id}',
  'POST /api/conflicts/{id}/preview',
  'POST /api/conflicts/{id}/resolve',
  'POST /api/conflicts/{id}/undo',
  'GET /api/conflicts/{id}/assignees',
  'POST /api/conflicts/{id}/reassign',
  'POST /api/conflicts/{id}/claim',
  'POST /api/conflicts/{id}/release',
  'POST /api/conflicts/bulk',
  'GET /api/history',
  'GET /api/digest',
  'POST /api/digest/seen',
  'GET /api/feedback',
  'POST /api/feedback',
  'GET /api/notifications',
  'POST /api/notifications/seen',
  'GET /api/notifications/settings',
  'POST /api/notifications/settings',
  'POST /api/push-subscriptions',
  'DELETE /api/push-subscriptions/{id}',
  'GET /api/documents/{doctype}/{name}',
  'GET /api/documents/{doctype}/{name}/history',
  'GET /api/documents/{doctype}/{name}/branches',
  'GET /api/documents/{doctype}/{name}/versions/{version}',
  'GET /api/rules',
  'POST /api/rules/simulate',
  'GET /api/rules/cases/{id}',
  'POST /api/rules/replay',
  'OPTIONS /api/uploads',
  'POST /api/uploads',
  'HEAD /api/uploads/{id}',
  'PATCH /api/uploads/{id}',
  'DELETE /api/uploads/{id}',
  'GET /api/files/{id}',
  'GET /api/files/{id}/thumbnail',
])

/** An answer to HEAD has no body to say it in. */
const CODES: Readonly<Record<number, string>> = {
  401: 'unauthenticated',
  404: 'not_found',
  405: 'method_not_allowed',
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

let api: Api
let operations: Described[]
let ids: Ids
beforeAll(async () => {
  api = await startApi()
  operations = await describedOperations(api.address)
  ids = await heldAppointment(api)
})
afterAll(() => api.close())

async function codeOf(token: string | null, operation: Described, path?: string): Promise<string> {
  const request = requestFor(operation, ids)
  const response = await ask(api.address, token, { ...request, path: path ?? request.path })
  const text = await response.text()
  if (operation.method === 'HEAD') return `${response.status} ${CODES[response.status]}`
  const code = response.ok || !text.startsWith('{') ? '' : JSON.parse(text).code
  return `${response.status} ${code}`.trim()
}

/** Also by an operation whose own address has a name in that place: `/api/conflicts/bulk` is read as an item, which is none. */
function isServed(method: string, address: string): boolean {
  return operations.some(
    ({ title, path }) =>
      title.startsWith(`${method} `) &&
      new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{[a-z_]+\}/g, '[^/]+')}$`).test(address),
  )
}

describe('C-12 nothing is open by accident', () => {
  it('what needs no token is exactly what is listed', () => {
    const open = operations.filter(({ isPublic }) => isPublic).map(({ title }) => title)
    expect(open.filter((title) => !PUBLIC.has(title))).toEqual([])
  })

  it.each([
    ['no token', null],
    ['a word for a token', 'admin'],
    ['an unsigned token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.'],
  ])('everything else is refused with %s, before anything is looked at', async (_title, token) => {
    const answers = []
    for (const operation of operations.filter(({ isPublic }) => !isPublic)) {
      answers.push([operation.title, await codeOf(token, operation)])
    }
    expect(answers.length).toBeGreaterThan(10)
    expect(answers.filter(([, said]) => said !== '401 unauthenticated')).toEqual([])
  })

  it.each([
    ['an encoded letter', (path: string) => path.replace('/api/', '/%61pi/')],
    ['two slashes', (path: string) => path.replace('/api/', '//api/')],
    ['a slash at the end', (path: string) => path.replace(/(?=\?|$)/, '/')],
    ['capital letters', (path: string) => path.replace('/api/', '/API/')],
    ['a semicolon', (path: string) => path.replace(/(?=\?|$)/, ';x=1')],
    ['a step back', (path: string) => path.replace('/api/', '/docs/..%2fapi/')],
  ])('an address written otherwise does not slip past: %s', async (_title, rewrite) => {
    const reached = []
    for (const operation of operations.filter((one) => one.path.startsWith('/api/') && !one.isPublic)) {
      const said = await codeOf(null, operation, rewrite(requestFor(operation, ids).path))
      if (!/^(401|404|405) /.test(said)) reached.push([operation.title, said])
    }
    expect(reached).toEqual([])
  })

  it('any other method of an address is refused', async () => {
    const token = await signIn(api.address, ADMIN)
    const answers = []
    for (const path of new Set(operations.map((operation) => operation.path))) {
      const address = path.replace(/\{[a-z_]+\}/g, 'x')
      for (const method of METHODS.filter((one) => !isServed(one, address))) {
        const { status, body } = await call(api.address, token, address, { method })
        answers.push([`${method} ${path}`, status, body.code])
      }
    }
    expect(answers.filter(([, status, code]) => status !== 405 || code !== 'method_not_allowed')).toEqual([])
  })

  it.each([RESOLVER, RECEPTION, TECH_A])('%s is refused whatever is for admins', async (email) => {
    const token = await signIn(api.address, email)
    const forAdmins = operations.filter(({ title }) => !PUBLIC.has(title) && !MEMBERS.has(title))
    expect(forAdmins.length).toBeGreaterThanOrEqual(1)
    const answers = []
    for (const operation of forAdmins) answers.push([operation.title, await codeOf(token, operation)])
    expect(answers.filter(([, said]) => said !== '403 forbidden' && said !== '404 not_found')).toEqual([])
  })

  it('guessed addresses are no addresses', async () => {
    const token = await signIn(api.address, ADMIN)
    const guesses = [
      '/admin',
      '/internal',
      '/debug',
      '/api',
      '/api/admin',
      '/api/v2/feed',
      '/graphql',
      '/env',
    ]
    const files = [
      '/.git/config',
      '/.env',
      '/package.json',
      '/dist/main.js',
      '/dist/main.js.map',
      '/server.js',
    ]
    for (const path of [...guesses, ...files]) {
      const { status, body } = await call(api.address, token, path)
      expect([status, body.code], path).toEqual([404, 'not_found'])
    }
  })
})
