/** What no reader should send to the feed, row by row: a stable code, never a 500, and nothing to be learned. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request, type Server, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { ENDPOINTS, type FeedPage } from '@dartwing/protocol'
import { registeredDocTypes } from '@dartwing/rules'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  ADMIN,
  type Api,
  insert,
  ORG,
  type RawDevice,
  rawDevice,
  STRANGER,
  signIn,
  startApi,
  TECH_A,
  TECH_B,
} from './api-kit.ts'

const FEED = ENDPOINTS.feed

let api: Api
let office: RawDevice
let tech: RawDevice
let token: string
beforeAll(async () => {
  api = await startApi()
  office = await rawDevice(api.address, ADMIN)
  tech = await rawDevice(api.address, TECH_A)
  token = await signIn(api.address, ADMIN)
  await office.results(
    Array.from({ length: 3 }, () => insert('Ticket', `TKT-${randomUUID()}`, { subject: 's' })),
  )
})
afterAll(() => api.close())

interface Raw {
  readonly status: number
  readonly headers: Record<string, unknown>
  readonly text: string
}

/** A request exactly as written: no client that tidies up its path. */
function raw(path: string, { method = 'GET', headers = {}, isSignedIn = true } = {}): Promise<Raw> {
  const { hostname, port } = new URL(api.address)
  const authorization = isSignedIn ? { authorization: `Bearer ${token}` } : {}
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, path, method, headers: { ...authorization, ...headers } },
      (answer) => {
        let text = ''
        answer.on('data', (chunk) => {
          text += chunk
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

const codeOf = ({ status, text }: Raw) => [status, JSON.parse(text).code]
const pageOf = (answer: { body: Record<string, unknown> }) => answer.body.message as FeedPage

describe('a query', () => {
  it.each([
    ['F-1', 'limit=0'],
    ['F-1', 'limit=-1'],
    ['F-1', 'limit=501'],
    ['F-1', 'limit=1e9'],
    ['F-1', 'limit=abc'],
    ['F-1', 'limit=10.5'],
    ['F-1', 'limit='],
    ['F-1', 'wait=26'],
    ['F-1', 'wait=-1'],
    ['F-2', `since=${'x'.repeat(10_000)}`],
    ['F-2', 'since=%00'],
    ['F-10', 'limit=10&limit=500'],
    ['F-10', 'since=a&since=b'],
    ['F-10', `org=${ORG}`],
    ['F-10', 'org[]=A&org[]=B'],
    ['F-10', 'limit[gt]=1'],
    ['F-10', 'doctypes=Ticket'],
    ['F-10', 'device_id=1'],
  ])('%s: %.40s is malformed', async (_row, query) => {
    expect(codeOf(await raw(`${FEED}?org=${ORG}&${query}`))).toEqual([422, 'malformed_request'])
  })

  it.each([
    ['F-2', "' OR 1=1--"],
    ['F-2', '💥'],
    ['F-2', 'x'.repeat(900)],
    ['F-2', '.'],
    ['F-2', '{}'],
    ['F-4', '4611686018427387904'],
  ])('%s: %.20s is no cursor', async (_row, since) => {
    const answer = await office.feed({ since })
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid_cursor'])
  })

  it.each([
    '__proto__',
    'constructor',
    'toString',
    '../Ticket',
    'ticket',
    'Ticket,',
    'Ticket,No Such',
    '%',
    "Ticket' OR '1'='1",
  ])('F-7: there is no DocType %s', async (doctype) => {
    const answer = await office.feed({ doctype })
    expect([answer.status, answer.body.code]).toEqual([422, 'unknown_doctype'])
  })

  it('F-7: names every DocType there is, and its cursor fits into the next request', async () => {
    const doctype = [...registeredDocTypes()].join(',')
    const { next_since } = pageOf(await office.feed({ doctype, limit: '1' }))
    expect((await office.feed({ doctype, since: next_since })).status).toBe(200)
  })

  it('F-8: a DocType that the role may not read is not there', async () => {
    const [forbidden, allowed] = await Promise.all(
      [tech, office].map((device) => device.feed({ doctype: 'Growth Campaign' })),
    )
    expect([forbidden?.status, forbidden?.body.code, allowed?.status]).toEqual([404, 'not_found', 200])
  })

  it.each([
    ['in the query', `${FEED}?org=ORG-OTHER`, {}],
    ['beside one in a header', `${FEED}?org=ORG-OTHER`, { 'x-org': ORG, 'x-frappe-site-name': ORG }],
    ['that does not exist', `${FEED}?org=ORG-NONE`, {}],
  ])('F-9: an organisation of somebody else %s is not there', async (_where, path, headers) => {
    const answer = await raw(path, { headers })
    expect(codeOf(answer)).toEqual([404, 'not_found'])
    expect(answer.text).not.toContain('ORG-')
  })

  it('F-9: a header does not lead to another organisation', async () => {
    const answer = await raw(`${FEED}?org=${ORG}`, { headers: { 'x-org': 'ORG-OTHER' } })
    expect([answer.status, JSON.parse(answer.text).message.rows.length]).toEqual([200, 3])
  })
})

describe('a cursor', () => {
  it('F-3: of another organisation, or of another person', async () => {
    const stranger = await rawDevice(api.address, STRANGER, 'ORG-OTHER')
    const colleague = await rawDevice(api.address, TECH_B)
    for (const device of [stranger, colleague]) {
      const { cursor } = await device.readAll()
      const answer = await tech.feed({ since: cursor })
      expect([answer.status, answer.body.code]).toEqual([422, 'invalid_cursor'])
    }
  })

  it('F-3: with a byte changed, anywhere', async () => {
    const { cursor } = await office.readAll()
    const changed = [...cursor].map((letter, index) =>
      [cursor.slice(0, index), letter === 'A' ? 'B' : 'A', cursor.slice(index + 1)].join(''),
    )
    const answers = await Promise.all(changed.map((since) => office.feed({ since })))
    // The last letter of a signature carries bits that are not read.
    const accepted = answers.slice(0, -1).filter(({ body }) => body.code !== 'invalid_cursor')
    expect(accepted).toEqual([])
  })

  it('F-3: of other DocTypes, or of a role that has changed', async () => {
    const { cursor } = await tech.readAll()
    const narrower = await tech.feed({ since: cursor, doctype: 'Ticket' })
    await api.sql.query(
      'UPDATE membership SET revision = revision + 1 WHERE account_id = (SELECT account_id FROM account WHERE email = $1)',
      [TECH_A],
    )
    const later = await tech.feed({ since: cursor })
    for (const { status, body } of [narrower, later]) {
      expect([status, body.code, body.retryable]).toEqual([410, 'scope_changed', true])
    }
  })

  /** What happens to the organisation after a cursor was handed out, and how it is undone. */
  const HISTORY = [
    [
      'F-4',
      'the feed is behind it',
      'last_seq = last_seq - 1',
      'last_seq = last_seq + 1',
      409,
      'epoch_changed',
    ],
    [
      'F-6',
      'tombstones after it were purged',
      'purge_horizon_seq = last_seq + 1',
      'purge_horizon_seq = 0',
      410,
      'cursor_expired',
    ],
  ] as const

  it.each(HISTORY)('%s: when %s', async (_row, _what, change, undo, status, code) => {
    const { cursor } = await office.readAll()
    const alter = (set: string) => api.sql.query(`UPDATE org_counter SET ${set} WHERE org_id = $1`, [ORG])
    await alter(change)
    const answer = await office.feed({ since: cursor })
    await alter(undo)
    expect([answer.status, answer.body.code, answer.body.retryable]).toEqual([status, code, true])
    expect((await office.feed({ since: cursor })).status).toBe(200)
  })

  it('F-5: of before a restore', async () => {
    const { cursor } = await office.readAll()
    await api.sql.query('UPDATE organisation SET epoch = gen_random_uuid() WHERE org_id = $1', [ORG])
    const answer = await office.feed({ since: cursor })
    expect([answer.status, answer.body.code, answer.body.retryable]).toEqual([409, 'epoch_changed', true])
    const again = pageOf(await office.feed())
    expect([again.rows.length, again.has_more]).toEqual([3, false])
  })
})

describe('a request', () => {
  const QUERY = `?org=${ORG}`
  it.each([
    `/${FEED}${QUERY}`,
    `${FEED}/${QUERY}`,
    FEED.replace('feed', 'FEED') + QUERY,
    FEED.replace('feed', '%66eed') + QUERY,
    `${FEED};x=1${QUERY}`,
    `${FEED}%2f${QUERY}`,
    `${FEED}%00${QUERY}`,
    `/api/..${FEED}${QUERY}`,
    FEED.replace('/method', '//method') + QUERY,
  ])('F-11: %s is the feed, or nothing, and asks who is there', async (path) => {
    const [known, stranger] = [await raw(path), await raw(path, { isSignedIn: false })]
    expect([`${known.status} ${stranger.status}`]).toContainEqual(
      expect.stringMatching(/^(200 401|404 404)$/),
    )
  })

  it.each([
    ['a header of 1 MB', FEED + QUERY, { 'x-big': 'x'.repeat(1_000_000) }],
    ['an address of 20 kB', `${FEED}${QUERY}&since=${'x'.repeat(20_000)}`, {}],
  ])('F-12: with %s is cut off', async (_what, path, headers) => {
    const answer = await raw(path, { headers }).catch((error: NodeJS.ErrnoException) => error)
    // The server may hang up before it has heard everything.
    if (answer instanceof Error) expect(['ECONNRESET', 'EPIPE']).toContain(answer.code)
    else expect(answer.status).toBe(431)
    expect((await office.feed()).status).toBe(200)
  })

  it.each(['application/xml', 'text/html', 'nonsense', ''])(
    'F-13: that would rather have %s gets JSON',
    async (accept) => {
      const answer = await raw(FEED + QUERY, { headers: { accept } })
      expect([answer.status, answer.headers['content-type']]).toEqual([
        200,
        'application/json; charset=utf-8',
      ])
    },
  )

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('F-14: by %s is refused', async (method) => {
    expect(codeOf(await raw(FEED + QUERY, { method }))).toEqual([405, 'method_not_allowed'])
  })

  it('F-14: by TRACE shows nothing of what was sent', async () => {
    const answer = await raw(FEED + QUERY, { method: 'TRACE', headers: { 'x-secret': 'canary' } })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.text).not.toContain('canary')
  })

  it('F-14: is not made another one by a header', async () => {
    const headers = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' }
    const answer = await raw(FEED + QUERY, { headers })
    expect([answer.status, JSON.parse(answer.text).message.rows.length]).toEqual([200, 3])
  })

  it.each(['bomb', 'br;q=1, *', 'gzip;q=99', '*;q=0'])(
    'F-18: that accepts the encoding %s gets plain text',
    async (encoding) => {
      const answer = await raw(FEED + QUERY, { headers: { 'accept-encoding': encoding } })
      expect([answer.status, answer.headers['content-encoding']]).toEqual([200, undefined])
      expect(JSON.parse(answer.text).message.rows).toHaveLength(3)
    },
  )
})

describe('F-17: a reader that does not read', () => {
  it('holds no transaction and is cut off in the middle', async () => {
    // More than the buffers between the two take.
    for (let batch = 0; batch < 6; batch++) {
      await office.results(
        Array.from({ length: 60 }, () =>
          insert('Ticket', `TKT-${randomUUID()}`, { subject: 's', description: 'x'.repeat(60_000) }),
        ),
      )
    }
    const server: Server = api.app.getHttpServer()
    expect(server.timeout).toBeGreaterThan(25_000)
    const answering = once(server, 'request')
    const { hostname, port } = new URL(api.address)
    const socket = connect({ host: hostname, port: Number(port) })
    socket.write(
      `GET ${FEED}?org=${ORG}&limit=500 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`,
    )
    const [, response]: ServerResponse[] = await answering
    await once(socket, 'readable')
    // The minute of silence is short here, so that the test need not wait for it.
    response?.socket?.setTimeout(100)
    await once(response ?? server, 'close')
    expect([response?.headersSent, response?.writableFinished]).toEqual([true, false])
    // The server's own jobs have transactions too, for a moment.
    const held =
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
    await vi.waitUntil(async () => (await api.sql.query(held)).rowCount === 0, { timeout: 60_000 })
    socket.destroy()
  })
})
