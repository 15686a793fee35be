/** What no device should send to `upsert_batch`: the rows of the list of bad inputs, each under its number. */
import { createHmac, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { ENDPOINTS, upsertBatchResponse } from '@dartwing/protocol'
import { DOCTYPE_RULES } from '@dartwing/rules'
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  ADMIN,
  type Api,
  call,
  insert,
  ORG,
  type RawDevice,
  RECEPTION,
  rawDevice,
  STRANGER,
  signIn,
  startApi,
  TECH_A,
  TECH_B,
  TEST_ENVIRONMENT,
  update,
} from './api-kit.ts'

let api: Api
let admin: RawDevice
let other: RawDevice
let tech: RawDevice
let token: string
beforeAll(async () => {
  api = await startApi()
  admin = await rawDevice(api.address, ADMIN)
  other = await rawDevice(api.address, ADMIN)
  tech = await rawDevice(api.address, TECH_A)
  token = await signIn(api.address, ADMIN)
})
afterEach(() => void vi.useRealTimers())
afterAll(() => api.close())

const name = (series = 'TKT') => `${series}-${randomUUID()}`
const good = () => insert('Ticket', name(), { subject: 'fine' })
const envelope = (operations: readonly unknown[]) =>
  JSON.stringify({
    org: ORG,
    device_id: admin.device_id,
    sync_id: randomUUID(),
    client_ts: new Date().toISOString(),
    operations,
  })

/** Sends bytes as they are; `fetch` would mend what is to be sent broken. */
function send(body: string | Buffer, headers: Record<string, string | string[]> = {}) {
  return new Promise<{ status: number; code?: unknown; message?: unknown }>((resolve, reject) => {
    const url = new URL(api.address + ENDPOINTS.upsertBatch)
    const outgoing = request(
      url,
      { method: 'POST', headers: { authorization: `Bearer ${token}`, ...headers } },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk) => chunks.push(chunk))
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          const { code, message } = JSON.parse(text)
          resolve({ status: answer.statusCode ?? 0, code, message })
        })
      },
    )
    // A server that has read enough hangs up; what counts is the answer it gave before.
    outgoing.on('error', (error) => (outgoing.destroyed ? undefined : reject(error)))
    outgoing.end(body)
  })
}

/** A token of the administrator that is taken until then: it says a minute less, as clocks may differ by that. */
const tokenUntil = (seconds: number) =>
  new SignJWT({ ...decodeJwt(token), iat: seconds - 900, exp: seconds - 60 })
    .setProtectedHeader({ ...decodeProtectedHeader(token), alg: 'HS256' })
    .sign(createHmac('sha256', TEST_ENVIRONMENT.AUTH_SECRET).update('access-token').digest())

const JSON_TYPE = { 'content-type': 'application/json' }

describe('the body', () => {
  const bodies: [string, () => string | Buffer, number, string][] = [
    ['U-1 nothing', () => '', 400, 'invalid_json'],
    ['U-1 null', () => 'null', 422, 'malformed_request'],
    ['U-1 a text', () => '"x"', 422, 'malformed_request'],
    ['U-1 a list', () => '[]', 422, 'malformed_request'],
    ['U-1 the beginning of one', () => envelope([]).slice(0, -1), 400, 'invalid_json'],
    ['U-1 two of them', () => envelope([]) + envelope([]), 400, 'invalid_json'],
    ['U-1 UTF-16', () => Buffer.from(envelope([]), 'utf16le'), 400, 'invalid_json'],
    ['U-3 101 items', () => envelope(Array.from({ length: 101 }, good)), 413, 'batch_too_large'],
    ['U-4 over 5 MiB', () => envelope([{ ...good(), data: { a: 'x'.repeat(6e6) } }]), 413, 'body_too_large'],
    ['U-4 compressed', () => Buffer.from('1f8b0800000000000003', 'hex'), 400, 'invalid_json'],
  ]
  it.each(bodies)('%s', async (_row, body, status, code) => {
    expect(await send(body(), JSON_TYPE)).toEqual({ status, code })
  })

  it('U-1 with a byte order mark, U-3 with no items: an answer to nothing', async () => {
    expect((await send(`\ufeff${envelope([])}`, JSON_TYPE)).status).toBe(200)
    expect((await send(envelope([]), JSON_TYPE)).status).toBe(200)
  })

  const types = [
    'text/plain',
    '',
    ' application/json',
    'application/json\ta',
    'Application/JSON ;x',
    'a/b, c/d',
  ]
  it.each(types)('U-2 of the type %j is refused, or read and checked like any other', async (type) => {
    const { status, code } = await send('{"org":1}', type === '' ? {} : { 'content-type': type })
    expect(['unsupported_media_type', 'malformed_request']).toContain(code)
    expect([415, 422]).toContain(status)
  })

  it('U-24 with a key twice: the last counts, for the document as for the identity of the change', async () => {
    const once = { ...good(), data: { subject: 'last' } }
    const twice = envelope([once]).replace('"subject":"last"', '"subject":"first","subject":"last"')
    expect((await send(twice, JSON_TYPE)).status).toBe(200)
    const [again] = await admin.results([once])
    expect(again).toMatchObject({ status: 'success', replayed: true, resolved_doc: { subject: 'last' } })
  })
})

describe('another organisation', () => {
  const organisationsOf = async (operation: ReturnType<typeof good>) =>
    (await api.sql.query('SELECT org_id FROM document WHERE name = $1', [operation.name])).rows

  it.each(['ORG-OTHER', 'ORG-NONE'])('F-9 %s in the body is not there', async (org) => {
    const operation = good()
    const { status, body } = await admin.push([operation], { org })
    expect([status, body.code]).toEqual([404, 'not_found'])
    expect(JSON.stringify(body)).not.toContain('ORG-')
    expect(await organisationsOf(operation)).toEqual([])
  })

  it('F-9 in a header or in the query leads nowhere else', async () => {
    const operation = good()
    const headers = { 'x-org': 'ORG-OTHER', 'x-frappe-site-name': 'ORG-OTHER' }
    const path = `${ENDPOINTS.upsertBatch}?org=ORG-OTHER`
    const answer = await call(api.address, token, path, { body: envelope([operation]), headers })
    expect(answer.status).toBe(200)
    expect(await organisationsOf(operation)).toEqual([{ org_id: ORG }])
  })
})

const nested = (depth: number): unknown => {
  let value: unknown = 1
  for (let level = 0; level < depth; level += 1) value = [value]
  return value
}
const ticket = (data: unknown) => ({ ...good(), data })
const appointment = (data: Record<string, unknown>) => insert('Appointment', name('APT'), data)
const job = (parts_used: unknown) => insert('Dispatch Job', name('JOB'), { title: 'x', parts_used })
const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, key) => [`k${key}`, 1]))
const AT_TEN = '2036-01-01T10:00:00Z'

/** Refused, between two neighbours that are not. */
const REFUSED: readonly [string, () => unknown, string][] = [
  ['U-5 nested 33 deep', () => ticket({ context: nested(33) }), 'malformed'],
  ['U-6 100,000 keys', () => ticket(keys(100_000)), 'too_large'],
  ['U-6 a key of 1 MB', () => ticket({ ['k'.repeat(1e6)]: 1 }), 'too_large'],
  ['U-6 a text of 300 kB', () => ticket({ description: 'x'.repeat(300_000) }), 'too_large'],
  ['U-7 NUL in a text', () => ticket({ subject: 'a\u0000b' }), 'malformed'],
  ['U-7 NUL in a key', () => ticket({ 'a\u0000b': 1 }), 'malformed'],
  ['U-8 half a character', () => ticket({ subject: '\ud800' }), 'malformed'],
  ['U-11 no id', () => ({ ...good(), mutation_id: undefined }), 'malformed'],
  ['U-11 an id that is no UUID', () => ({ ...good(), mutation_id: 'x' }), 'malformed'],
  ['U-11 an id of 10 kB', () => ({ ...good(), mutation_id: 'x'.repeat(10_000) }), 'malformed'],
  ['U-11 an id in capitals', () => ({ ...good(), mutation_id: randomUUID().toUpperCase() }), 'malformed'],
  ['U-11 the id of nothing', () => ({ ...good(), mutation_id: new Array(5).fill(0) }), 'malformed'],
  [
    'U-11 the nil id',
    () => ({ ...good(), mutation_id: '00000000-0000-0000-0000-000000000000' }),
    'malformed',
  ],
  ['U-16 a base of -1', () => update('Ticket', name(), -1, {}), 'malformed'],
  ['U-16 a base of 1.5', () => update('Ticket', name(), 1.5, {}), 'malformed'],
  [
    'U-16 a base that is a text',
    () => ({ ...update('Ticket', name(), 1, {}), base_version: '7' }),
    'malformed',
  ],
  ['U-16 a base beyond 2^53', () => update('Ticket', name(), 2 ** 53 + 2, {}), 'malformed'],
  ['U-16 a base beyond 2^31', () => update('Ticket', name(), 3_000_000_000, { subject: 'x' }), 'malformed'],
  ['U-17 an op nobody knows', () => ({ ...good(), op: 'upsert' }), 'malformed'],
  ['U-17 an op in capitals', () => ({ ...good(), op: 'DELETE' }), 'malformed'],
  ['U-17 an update of what is not there', () => update('Ticket', name(), 1, { subject: 'x' }), 'not_found'],
  ['U-20 only fields of the server', () => ticket({ sla_status: 'Breached' }), 'not_permitted'],
  ['U-23 __proto__', () => ticket(JSON.parse('{"__proto__":{"isAdmin":true}}')), 'malformed'],
  ['U-23 constructor, deep', () => ticket({ context: { constructor: { prototype: {} } } }), 'malformed'],
  ['U-25 an operator for a name', () => ({ ...good(), name: { not: '' } }), 'malformed'],
  ['U-25 an operator for a text', () => ticket({ subject: { startsWith: 'a' } }), 'invalid'],
  ['U-26 delete without a name', () => ({ ...good(), op: 'delete', name: undefined }), 'malformed'],
  ['U-26 delete of null', () => ({ ...good(), op: 'delete', name: null }), 'malformed'],
  ['U-26 delete of nothing', () => ({ ...good(), op: 'delete', name: '' }), 'malformed'],
  ['U-26 delete of %', () => ({ ...good(), op: 'delete', name: '%' }), 'not_found'],
  ['U-26 delete of *', () => ({ ...good(), op: 'delete', name: '*' }), 'not_found'],
  ['U-28 a tag for a name', () => ({ ...good(), name: '<script>' }), 'malformed'],
  ['U-28 a path for a name', () => ({ ...good(), name: '..' }), 'malformed'],
  ['U-29 30 February', () => appointment({ appointment_date: '2026-02-30' }), 'invalid'],
  [
    'U-29 30 February at noon',
    () => appointment({ appointment_datetime: '2026-02-30T12:00:00Z' }),
    'invalid',
  ],
  ['U-29 24:00', () => appointment({ appointment_datetime: '2026-01-01T24:00:00Z' }), 'invalid'],
  ['U-29 no zone', () => appointment({ appointment_datetime: '2026-01-01T10:00:00' }), 'invalid'],
  ['U-29 the year 275761', () => appointment({ appointment_date: '+275761-01-01' }), 'invalid'],
  ['U-29 now', () => appointment({ appointment_datetime: 'now' }), 'invalid'],
  [
    'U-30 ends before it begins',
    () => appointment({ appointment_datetime: AT_TEN, appointment_end_datetime: '2036-01-01T09:00:00Z' }),
    'invalid',
  ],
  [
    'U-30 ends when it begins',
    () => appointment({ appointment_datetime: AT_TEN, appointment_end_datetime: AT_TEN }),
    'invalid',
  ],
  ['U-31 no time of making', () => ({ ...good(), client_ts: undefined }), 'malformed'],
  [
    'U-31 a time of making that is none',
    () => ({ ...good(), client_ts: '2026-02-30T10:00:00Z' }),
    'malformed',
  ],
  ['U-32 a quantity that is a text', () => job([{ item_code: 'A', quantity: '3' }]), 'invalid'],
  ['U-32 a quantity that is an object', () => job([{ item_code: 'A', quantity: {} }]), 'invalid'],
  ['U-32 rows that are no rows', () => job(['A', 'B']), 'invalid'],
  [
    'U-35 10,000 messages in one item',
    () =>
      insert('Conversation', name('CONV'), {
        messages: Array.from({ length: 10_000 }, () => ({ message_id: randomUUID(), body: 'x' })),
      }),
    'too_large',
  ],
  ['nothing at all', () => null, 'malformed'],
  ['a number', () => 7, 'malformed'],
  ['an unknown DocType', () => insert('No Such Thing', 'N-1', { a: 1 }), 'unknown_doctype'],
  ['data that is a list', () => ({ ...good(), data: [1] }), 'malformed'],
]

describe('an item, which never fails its neighbours:', () => {
  it.each(REFUSED)('%s', async (_row, make, code) => {
    const results = await admin.results([good(), make(), good()])
    expect(results.map(({ status }) => status)).toEqual(['success', 'rejected', 'success'])
    expect(results[1]?.error?.code).toBe(code)
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined()
  })

  it.each([6000, 1_000_000])('U-5 nested %i deep', async (depth) => {
    const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`
    const body = envelope([good(), ticket({ context: 'DEEP' }), good()]).replace('"DEEP"', deep)
    const { status, message } = await send(body, JSON_TYPE)
    expect(status).toBe(200)
    const { results } = upsertBatchResponse.parse(message)
    expect(results.map(({ error }) => error?.code)).toEqual([undefined, 'malformed', undefined])
  })
})

const known = name()
const same = name()
const counted = name('JOB')
const overdrawn = name('JOB')

interface Accepted {
  readonly row: string
  readonly by?: () => RawDevice
  readonly make: () => unknown
  readonly result: Record<string, unknown>
}

/** Taken, and what becomes of it. */
const ACCEPTED: readonly Accepted[] = [
  {
    row: 'U-16 a base ahead of the server: the two-way rule',
    make: () => update('Ticket', known, 2_000_000, { description: 'ahead' }),
    result: { status: 'success', resolved_doc: { subject: 'known', description: 'ahead' } },
  },
  {
    row: 'U-17 an insert of what is there, the same: nothing to do',
    make: () => insert('Ticket', same, { subject: 'same' }),
    result: { status: 'success', name: same, version: 1 },
  },
  {
    row: 'U-17 an insert of what is there, another: stored beside it',
    make: () => insert('Ticket', same, { subject: 'another' }),
    result: { status: 'success', requested_name: same, resolved_doc: { subject: 'another' } },
  },
  {
    row: 'U-20 a field of the server beside others: the others are taken, the field is on record',
    make: () => ticket({ subject: 'x', sla_status: 'Breached' }),
    result: {
      status: 'conflict',
      conflicts: ['sla_status'],
      decisions: expect.arrayContaining([
        expect.objectContaining({ field: 'sla_status', rule: 'not_permitted', client: 'Breached' }),
      ]),
      resolved_doc: { subject: 'x' },
    },
  },
  {
    row: 'U-21 what the server keeps beside the data is left out',
    make: () => ticket({ subject: 'x', modified_by: 'me', owner: 'me', docstatus: 2, name: 'OTHER' }),
    result: { status: 'success', resolved_doc: { subject: 'x' } },
  },
  {
    row: 'U-21 names of the server’s own columns are data and nothing else',
    make: () => ticket({ subject: 'x', org_id: 'ORG-OTHER', version: 9, deleted: true }),
    result: { status: 'success', version: 1, gone: null },
  },
  {
    row: 'U-22 force and a role grant nothing',
    by: () => tech,
    make: () => ({ ...insert('Dispatch Job', name('JOB'), { title: 'x' }), force: true, role: 'admin' }),
    result: { status: 'rejected', error: expect.objectContaining({ code: 'not_permitted' }) },
  },
  {
    row: 'U-27 SQL is text',
    make: () => ticket({ subject: "'; DROP TABLE document; --", description: '%_$1{}' }),
    result: {
      status: 'success',
      resolved_doc: { subject: "'; DROP TABLE document; --", description: '%_$1{}' },
    },
  },
  {
    row: 'U-28 markup, formulas and odd characters are text',
    make: () => ticket({ subject: '<script>=HYPERLINK()', description: `\u202e${'\u0301'.repeat(10_000)}` }),
    result: { status: 'success', resolved_doc: expect.objectContaining({ subject: '<script>=HYPERLINK()' }) },
  },
  {
    row: 'U-30 400 days',
    make: () =>
      appointment({ appointment_datetime: AT_TEN, appointment_end_datetime: '2037-02-05T10:00:00Z' }),
    result: { status: 'success' },
  },
  {
    row: 'U-31 made in 1970',
    make: () => ({ ...good(), client_ts: '1970-01-01T00:00:00Z' }),
    result: { status: 'success' },
  },
  {
    row: 'U-31 made in 2099',
    make: () => ({ ...good(), client_ts: '2099-01-01T00:00:00Z' }),
    result: { status: 'success' },
  },
  {
    row: 'U-32 the noise of 0.1 + 0.2 does not count',
    make: () => update('Dispatch Job', counted, 1, { parts_used: [{ item_code: 'A', quantity: 0.1 + 0.2 }] }),
    result: { status: 'success', version: 1 },
  },
  {
    row: 'U-32 more taken back than there was: a person looks',
    by: () => other,
    make: () => update('Dispatch Job', overdrawn, 1, { parts_used: [{ item_code: 'A', quantity: -5 }] }),
    result: { status: 'conflict_manual' },
  },
  {
    row: 'U-36 fields of a newer client are kept',
    make: () => ticket({ subject: 'x', of_next_year: { nested: [1] } }),
    result: { status: 'success', resolved_doc: { subject: 'x', of_next_year: { nested: [1] } } },
  },
]

describe('an item that is taken:', () => {
  beforeAll(async () => {
    await admin.results([
      insert('Ticket', known, { subject: 'known' }),
      insert('Ticket', same, { subject: 'same' }),
      insert('Dispatch Job', counted, { title: 'x', parts_used: [{ item_code: 'A', quantity: 0.3 }] }),
      insert('Dispatch Job', overdrawn, { title: 'x', parts_used: [{ item_code: 'A', quantity: 1 }] }),
      update('Dispatch Job', overdrawn, 1, { parts_used: [{ item_code: 'A', quantity: 2 }] }),
    ])
  })

  it.each(ACCEPTED)('$row', async ({ by = () => admin, make, result }) => {
    expect((await by().results([make()]))[0]).toMatchObject(result)
  })
})

describe('the id of a change', () => {
  it('U-9 is refused for another change', async () => {
    const operation = good()
    await admin.results([operation])
    const [reused] = await admin.results([{ ...operation, data: { subject: 'b' } }])
    expect(reused).toMatchObject({ status: 'rejected', error: { code: 'mutation_id_reuse' } })
    const { rows } = await api.sql.query('SELECT data FROM document WHERE name = $1', [operation.name])
    expect(rows).toEqual([{ data: operation.data }])
  })

  it('U-10 twice in one batch is one change with two equal answers', async () => {
    const operation = good()
    const [first, second] = await admin.results([operation, operation])
    expect(first).toMatchObject({ status: 'success', version: 1, replayed: false })
    expect(second).toEqual({ ...first, replayed: true })
  })

  it('U-12 of another organisation is new in this one', async () => {
    const operation = good()
    await admin.results([operation])
    const stranger = await rawDevice(api.address, STRANGER, 'ORG-OTHER')
    const [result] = await stranger.results([{ ...operation, data: { subject: 'theirs' } }])
    expect(result).toMatchObject({ status: 'success', replayed: false, version: 1 })
  })
})

describe('a device', () => {
  it('U-15 belongs to one account', async () => {
    const [result] = await tech.results([good()], { device_id: admin.device_id })
    expect(result).toMatchObject({ status: 'rejected', error: { code: 'device_mismatch' } })
  })

  it('U-15 of another organisation is another device, whatever its id', async () => {
    const stranger = await rawDevice(api.address, STRANGER, 'ORG-OTHER')
    const mine = await admin.results([good()])
    const theirs = await stranger.results([good()], { device_id: admin.device_id })
    const again = await admin.results([good()])
    expect([mine, theirs, again].flat().map(({ status }) => status)).toEqual(Array(3).fill('success'))
    const owners = 'SELECT count(DISTINCT account_id)::int AS n FROM device WHERE device_id = $1'
    expect((await api.sql.query(owners, [admin.device_id])).rows).toEqual([{ n: 2 }])
  })

  it('U-38 whose token expires meanwhile is answered; its next call is not', async () => {
    const key = name()
    await admin.results([insert('Ticket', key, { subject: 'before' })])
    const gate = await api.sql.connect()
    await gate.query(`BEGIN; SELECT 1 FROM document WHERE name = '${key}' FOR UPDATE`)
    const expiring = await tokenUntil(Math.floor(Date.now() / 1000) + 60)
    const push = (operation: unknown) =>
      call(api.address, expiring, ENDPOINTS.upsertBatch, { body: envelope([operation]) })
    const answering = push(update('Ticket', key, 1, { subject: 'after' }))
    // It is let in, and at work.
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    await vi.waitUntil(async () => (await api.sql.query(waiting)).rowCount === 1, { timeout: 60_000 })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    await gate.query('COMMIT')
    gate.release()
    const { status, body } = await answering
    expect(status).toBe(200)
    expect(body.message).toMatchObject({ results: [{ version: 2, resolved_doc: { subject: 'after' } }] })
    const next = await push(good())
    expect([next.status, next.body.code]).toEqual([401, 'unauthenticated'])
  })

  it('U-42 whose account was removed meanwhile finds nothing, and keeps its queue', async () => {
    const { rows } = await api.sql.query(
      `DELETE FROM membership m USING account a WHERE a.account_id = m.account_id AND a.email = $1 RETURNING m.*`,
      [TECH_B],
    )
    const answer = await (await rawDevice(api.address, TECH_B)).push([good()])
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
    const [{ org_id, account_id, role }] = rows
    await api.sql.query('INSERT INTO membership (org_id, account_id, role) VALUES ($1, $2, $3)', [
      org_id,
      account_id,
      role,
    ])
  })

  it('U-42 whose account may do less now is refused item by item', async () => {
    const device = await rawDevice(api.address, RECEPTION)
    const to = (role: string) =>
      api.sql.query(
        'UPDATE membership m SET role = $2 FROM account a WHERE a.account_id = m.account_id AND a.email = $1',
        [RECEPTION, role],
      )
    await to('technician')
    const results = await device.results([insert('Dispatch Job', name('JOB'), { title: 'x' }), good()])
    await to('receptionist')
    expect(results.map(({ status, error }) => [status, error?.code])).toEqual([
      ['rejected', 'not_permitted'],
      ['success', undefined],
    ])
  })
})

describe('documents', () => {
  it('U-18 that may not be deleted are not: cancelled where the rule says so, else refused', async () => {
    for (const { name: doctype, tombstone, on_delete } of DOCTYPE_RULES) {
      if (tombstone.allow_delete) continue
      const key = name('X')
      await admin.results([insert(doctype, key, { title: 'x' })])
      const [result] = await admin.results([{ ...insert(doctype, key, {}), op: 'delete', base_version: 1 }])
      if (on_delete) expect(result?.resolved_doc?.[on_delete.field]).toBe(on_delete.value)
      else expect(result?.error?.code).toBe('delete_not_allowed')
    }
  })

  it('U-19 that are deleted stay deleted, and a late edit is kept', async () => {
    const key = name()
    await admin.results([insert('Ticket', key, { subject: 'x', description: 'd' })])
    await other.results([{ ...insert('Ticket', key, {}), op: 'delete', data: null, base_version: 1 }])
    const [late] = await admin.results([update('Ticket', key, 1, { subject: 'mine' })])
    expect(late?.resolved_doc).toBeNull()
    const { rows } = await api.sql.query('SELECT kind, state, client FROM conflict WHERE name = $1', [key])
    expect(rows).toMatchObject([{ kind: 'delete_edit', state: 'auto_resolved', client: { subject: 'mine' } }])
    const [back] = await other.results([{ ...insert('Ticket', key, {}), op: 'undelete', data: null }])
    expect(back).toMatchObject({ status: 'success', resolved_doc: { subject: 'x' } })
  })

  it('U-33 keep their rows, whatever ids the rows of others have', async () => {
    const [one, two] = [name('CONV'), name('CONV')]
    const messages = [{ message_id: 'M-1', body: 'mine' }]
    await admin.results([insert('Conversation', one, { subject: 'a', messages })])
    await admin.results([
      insert('Conversation', two, { subject: 'b', messages: [{ message_id: 'M-1', body: 'theirs' }] }),
    ])
    const { rows } = await api.sql.query(
      `SELECT data -> 'messages' AS messages FROM document WHERE name = $1`,
      [one],
    )
    expect(rows).toMatchObject([{ messages }])
  })

  it('U-34 may name what is not here yet; what another organisation has looks the same', async () => {
    const theirs = name('CUST')
    const stranger = await rawDevice(api.address, STRANGER, 'ORG-OTHER')
    await stranger.results([insert('Customer', theirs, { customer_name: 'Theirs' })])
    const jobs = [theirs, name('CUST')].map((customer) =>
      insert('Dispatch Job', name('JOB'), { title: 'x', customer }),
    )
    const answers = (await admin.results(jobs)).map(({ status, conflicts, decisions }) => ({
      status,
      conflicts,
      decided: decisions.map(({ field, rule }) => [field, rule]),
    }))
    expect(answers[0]).toEqual(answers[1])
  })

  it('U-37 a hundred changes to one, in one batch, in order', async () => {
    const key = name()
    const first = insert('Ticket', key, { subject: '0' })
    const changes = Array.from({ length: 99 }, (_, index) =>
      update('Ticket', key, 0, { subject: `${index + 1}` }),
    )
    const results = await admin.results([first, ...changes])
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['success']))
    const { rows } = await api.sql.query(
      `SELECT version, data ->> 'subject' AS subject FROM document_version WHERE name = $1 ORDER BY version`,
      [key],
    )
    expect(rows).toEqual(results.map((_, index) => ({ version: index + 1, subject: `${index}` })))
  })
})

describe('U-40 a database', () => {
  const database = () => new URL(api.databaseUrl).pathname.slice(1)
  const elsewhere = async (...statements: string[]) => {
    const client = new pg.Client({ connectionString: api.databaseUrl.replace(database(), 'postgres') })
    await client.connect()
    for (const statement of statements) await client.query(statement)
    await client.end()
  }
  const alter = (what: string, suffix = '') => `ALTER DATABASE ${database()}${suffix} ${what}`
  const end = () =>
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${database()}'`

  interface Outage {
    readonly name: string
    readonly begins: () => string[]
    readonly ends: () => string[]
  }
  const outages: readonly Outage[] = [
    {
      name: 'that takes no connections',
      begins: () => [alter('ALLOW_CONNECTIONS false'), end()],
      ends: () => [alter('ALLOW_CONNECTIONS true')],
    },
    {
      name: 'that is gone',
      begins: () => [
        alter('ALLOW_CONNECTIONS false'),
        end(),
        alter(`RENAME TO ${database()}_gone`),
        alter('ALLOW_CONNECTIONS true', '_gone'),
      ],
      ends: () => [alter(`RENAME TO ${database()}`, '_gone')],
    },
    {
      name: 'that only reads',
      begins: () => [alter('SET default_transaction_read_only = on'), end()],
      ends: () => [alter('RESET default_transaction_read_only'), end()],
    },
  ]
  it.each(outages)('$name: try later, nothing is kept, then all is well', async ({ begins, ends }) => {
    const operation = good()
    await elsewhere(...begins())
    const answer = await admin.push([operation])
    await elsewhere(...ends())
    expect([answer.status, answer.body.code, answer.body.retryable]).toEqual([503, 'unavailable', true])
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    const [result] = await admin.results([operation])
    expect(result).toMatchObject({ status: 'success', replayed: false })
  })
})
