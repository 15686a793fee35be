/** What a browser is told, and what of the server's own files it can have. */
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type Api, call, insert, rawDevice, signIn, startApi } from './api-kit.ts'
import { exchange, request, statuses } from './raw-http.ts'

const PAGES = {
  'index.html': '<!doctype html><title>x</title>',
  'assets/app-1a2b.js': 'export {}',
  '.env': 'SECRET=canary',
  '.git/config': 'canary',
  'assets/.hidden.js': 'canary',
}

let api: Api
let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dartwing-pages-'))
  for (const [name, text] of Object.entries(PAGES)) {
    await mkdir(dirname(join(root, 'web', name)), { recursive: true })
    await writeFile(join(root, 'web', name), text)
  }
  await writeFile(join(root, 'outside.txt'), 'canary')
  api = await startApi({ WEB_DIR: join(root, 'web'), TRUST_PROXY: 'loopback' })
})
afterAll(async () => {
  await api.close()
  await rm(root, { recursive: true, force: true })
})

const headersOf = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(api.address + path, { headers })
  await response.text()
  return response.headers
}

const EVERYWHERE = [
  '/',
  '/conflicts/anything',
  '/assets/app-1a2b.js',
  '/docs',
  '/docs-json',
  '/api/settings',
  '/api/nothing',
  '/metrics',
]

describe('C-46 headers', () => {
  it.each(EVERYWHERE)('%s has them', async (path) => {
    const headers = await headersOf(path, { accept: 'text/html' })
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('geolocation=()'),
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    })
    for (const name of ['server', 'x-powered-by']) expect(headers.has(name)).toBe(false)
  })

  it('C-45 scripts come from here and are never written into a page', async () => {
    const policy = (await headersOf('/')).get('content-security-policy') ?? ''
    const rules = new Map(policy.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1)]))
    expect(rules.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"])
    expect(rules.get('default-src')).toEqual(["'self'"])
    expect(rules.get('connect-src')).toEqual(["'self'"])
    expect(rules.get('object-src')).toEqual(["'none'"])
    expect(rules.get('base-uri')).toEqual(["'self'"])
    // SQLite for devices in the browser is WebAssembly; text is still never run as code.
    expect(policy).not.toMatch(/'unsafe-eval'|\*|http:/)
    for (const path of ['/', '/docs']) {
      const page = await (await fetch(api.address + path, { headers: { accept: 'text/html' } })).text()
      expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:/i)
    }
  })

  it('HTTPS is asked for again where a trusted proxy says that it was used', async () => {
    const over = (scheme: string) => headersOf('/', { 'x-forwarded-proto': scheme })
    expect((await over('https')).get('strict-transport-security')).toMatch(/^max-age=31536000/)
    expect((await over('http')).get('strict-transport-security')).toBeNull()
  })

  it('C-50 what is somebody’s is not kept by the browser', async () => {
    const authorization = `Bearer ${await signIn(api.address, ADMIN)}`
    for (const path of ['/api/auth/me', '/api/conflicts', '/api/nothing', '/metrics']) {
      expect((await headersOf(path, { authorization })).get('cache-control'), path).toBe('no-store')
    }
    expect((await headersOf('/')).get('cache-control')).toBe('no-cache')
    expect((await headersOf('/assets/app-1a2b.js')).get('cache-control')).toContain('immutable')
  })
})

describe('C-57 files that are not pages', () => {
  it.each([
    '/.env',
    '/.git/config',
    '/assets/.hidden.js',
    '/../outside.txt',
    '/..%2foutside.txt',
    '/%2e%2e/outside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/assets/%2e%2e%5c%2e%2e%5coutside.txt',
    '/assets//../../outside.txt',
    '/assets/app-1a2b.js%00.txt',
    '/docs/..%2f..%2foutside.txt',
    '/docs/%2e%2e/%2e%2e/package.json',
    '/assets/app-1a2b.js.map',
    '/assets/',
  ])('%s', async (path) => {
    const lines = [`GET ${path} HTTP/1.1`, 'Host: x', 'Connection: close']
    const answer = await exchange(api.address, request(lines))
    expect(statuses(answer)[0]).toBeGreaterThanOrEqual(400)
    expect(answer).not.toContain('canary')
  })
})

describe('C-44 markup in every text of a record', () => {
  const MARKUP = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><svg/onload=alert(1)>',
    "javascript:alert('1')",
    '</script><script>alert(1)</script>',
    '<iframe srcdoc="<script>alert(1)</script>">',
    '{{constructor.constructor("alert(1)")()}}',
    '<math><mtext></table><img src=x onerror=alert(1)>',
    '\u2028</title><svg onload=alert(1)>',
    '+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
  ]

  it('comes back as it went in, as JSON that no browser takes for a page', async () => {
    const device = await rawDevice(api.address, ADMIN)
    const token = await signIn(api.address, ADMIN)
    for (const text of MARKUP) {
      const name = `TKT-${randomUUID()}`
      const [result] = await device.results([insert('Ticket', name, { subject: text, description: text })])
      expect(result?.status).toBe('success')
      const answer = await call(api.address, token, `/api/documents/Ticket/${name}`)
      expect(answer.body.data).toMatchObject({ subject: text, description: text })
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  it('is no name of a record, and in an address it is not said again as a page', async () => {
    const device = await rawDevice(api.address, ADMIN)
    const results = await device.results(
      MARKUP.filter((text) => text.includes('<')).map((text) => insert('Ticket', text, { subject: 'x' })),
    )
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['rejected']))
    for (const text of MARKUP) {
      const response = await fetch(`${api.address}/api/${encodeURIComponent(text)}`, {
        headers: { accept: 'text/html' },
      })
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    }
  })
})
