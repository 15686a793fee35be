/** Requests that are not what they seem, sent as bytes. */
import type { Server } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type Api, call, signIn, startApi } from './api-kit.ts'
import { exchange, request, statuses } from './raw-http.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const SMUGGLED = 'GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
const POST = ['POST /api/auth/login HTTP/1.1', 'Host: x', 'Content-Type: application/json']

describe('C-37 a request hidden in another', () => {
  it.each([
    ['two lengths of one body', [...POST, 'Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
    [
      'the same, the other way round',
      [...POST, 'Transfer-Encoding: chunked', 'Content-Length: 5'],
      '0\r\n\r\n',
    ],
    ['two Content-Lengths', [...POST, 'Content-Length: 0', `Content-Length: ${SMUGGLED.length}`], ''],
    ['a length with a sign', [...POST, 'Content-Length: +0'], ''],
    ['a length that is a list', [...POST, 'Content-Length: 0, 0'], ''],
    ['a coding nobody knows', [...POST, 'Transfer-Encoding: xchunked'], '0\r\n\r\n'],
    ['chunked, and then not', [...POST, 'Transfer-Encoding: chunked, identity'], '0\r\n\r\n'],
    ['a space before the colon', [...POST, 'Transfer-Encoding : chunked'], '0\r\n\r\n'],
    ['a folded header', [...POST, 'Transfer-Encoding:', ' chunked', 'Content-Length: 5'], '0\r\n\r\n'],
    ['a chunk whose size is no number', [...POST, 'Transfer-Encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n'],
    ['a header with a bare line end', [...POST, 'X: a\nContent-Length: 0'], ''],
    ['a header with NUL', [...POST, 'X: a\u0000b', 'Content-Length: 0'], ''],
  ])('%s: one refusal, and the connection is closed', async (_title, lines, body) => {
    const answer = await exchange(api.address, request(lines, body) + SMUGGLED)
    expect(statuses(answer)).toEqual([400])
    expect(answer).not.toContain('"status":"ok"')
  })

  it.each([['h2c'], ['websocket'], ['TLS/1.0']])('no way into another protocol: Upgrade: %s', async (to) => {
    const lines = ['GET /api/auth/me HTTP/1.1', 'Host: x', 'Connection: Upgrade', `Upgrade: ${to}`]
    expect(statuses(await exchange(api.address, request(lines)))).not.toContain(101)
  })

  it('HTTP/2 spoken at once is not understood', async () => {
    const answer = await exchange(api.address, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
    expect(statuses(answer).filter((status) => status < 400)).toEqual([])
  })

  it.each(['CONNECT', 'BREW'])('%s is no method here', async (method) => {
    const lines = [`${method} /api/auth/me HTTP/1.1`, 'Host: x', 'Connection: close']
    expect(statuses(await exchange(api.address, request(lines))).filter((status) => status < 400)).toEqual([])
  })
})

/** Everything that was answered but this refusal. */
async function otherThanRefused(bytes: string, refusal = 431): Promise<number[]> {
  return statuses(await exchange(api.address, bytes)).filter((status) => status !== refusal)
}

describe('C-35 a request that is too much', () => {
  it('headers of a megabyte are not read', async () => {
    const lines = ['GET /health/live HTTP/1.1', 'Host: x', `X: ${'x'.repeat(1_000_000)}`, 'Connection: close']
    // Whoever is still sending when the connection is closed may not read why.
    expect(await otherThanRefused(request(lines))).toEqual([])
  })

  it('ten thousand parameters are refused as one too many would be', async () => {
    const token = await signIn(api.address, ADMIN)
    const short = `/api/method/dartwing_core.sync.feed?org=ORG-DEMO${'&a'.repeat(5_000)}`
    expect((await call(api.address, token, short)).status).toBe(422)
    const long = await fetch(`${api.address}/health/live?${'aa=1&'.repeat(10_000)}`)
    expect(long.status).toBe(431)
  })

  it('a compressed body is not inflated', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, '['))
    for (const coding of ['gzip', 'deflate', 'br', 'gzip, gzip']) {
      const response = await fetch(`${api.address}/api/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-encoding': coding },
        body: new Uint8Array(bomb),
      })
      expect([response.status, await response.json()]).toMatchObject([400, { code: 'invalid_json' }])
    }
  })

  it('a body without an end is cut off at the limit', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
    const lines = [...POST, 'Transfer-Encoding: chunked', 'Connection: close']
    expect(await otherThanRefused(request(lines, chunk.repeat(400)), 413)).toEqual([])
  })

  it('one that is sent a byte at a time has a bounded time for its headers, and for all of it', () => {
    const server: Server = api.app.getHttpServer()
    for (const limitMs of [server.headersTimeout, server.requestTimeout]) {
      expect(limitMs).toBeGreaterThan(0)
      expect(limitMs).toBeLessThanOrEqual(300_000)
    }
  })

  it('a body nested a hundred thousand deep is refused wherever one is taken', async () => {
    const token = await signIn(api.address, ADMIN)
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    const bodies = [
      ['/api/auth/login', deep],
      ['/api/auth/login', `{"email":${deep},"password":"x"}`],
      ['/api/auth/refresh', `{"refresh_token":${deep}}`],
      ['/api/conflicts/00000000-0000-4000-8000-000000000000/preview', `{"choices":{"a":{"value":${deep}}}}`],
      ['/api/method/dartwing_core.sync.upsert_batch', `{"org":${deep}}`],
    ] as const
    for (const [path, body] of bodies) {
      const answer = await call(api.address, token, path, { body })
      expect([400, 404, 422], path).toContain(answer.status)
    }
    expect((await call(api.address, null, '/health/live')).status).toBe(200)
  })
})
