/** A Frappe site tells about its documents: signed, twice, late, in any order. */
import { execFile } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { checkInvariants } from '@dartwing/operate/check'
import { isClean } from '@dartwing/operate/report'
import { addressOf, ENDPOINTS } from '@dartwing/protocol'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  ADMIN,
  type Api,
  insert,
  ORG,
  type RawDevice,
  rawDevice,
  startApi,
  TEST_ENVIRONMENT,
  update,
} from './api-kit.ts'

/** However busy the machine is. */
const SOON = { timeout: 60_000 }

let api: Api
let office: RawDevice
let secret: string
beforeAll(async () => {
  api = await startApi()
  office = await rawDevice(api.address, ADMIN)
  secret = await secretOf(ORG)
})
afterAll(() => api.close())

/** What the command prints for a site's administrator. */
async function secretOf(...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['commands/webhook-secret.ts', ...words], {
    env: { ...process.env, DATABASE_URL: api.databaseUrl, AUTH_SECRET: TEST_ENVIRONMENT.AUTH_SECRET },
  })
  return stdout.trim()
}

const sign = (body: string | Buffer, key = secret) => createHmac('sha256', key).update(body).digest('base64')

interface Sending {
  readonly org?: string
  readonly signature?: string | null
  readonly event?: string
  readonly address?: string
  readonly contentType?: string
}

/** As Frappe does it: no Content-Type, unless the site's administrator has added one. */
async function send(body: string | Buffer, sending: Sending = {}) {
  const { org = ORG, signature = sign(body), event, address = api.address, contentType } = sending
  const path = addressOf(ENDPOINTS.frappeWebhook, { org })
  const response = await fetch(`${address}${path}${event === undefined ? '' : `?event=${event}`}`, {
    method: 'POST',
    headers: {
      ...(signature === null ? {} : { 'x-frappe-webhook-signature': signature }),
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
    },
    body: new Uint8Array(Buffer.from(body)),
  })
  const answer: Record<string, unknown> = JSON.parse(await response.text())
  return { status: response.status, answer }
}

const AT = '2026-11-22 10:00:00.000000'
const customer = (name: string, data: Record<string, unknown>, modified = AT) =>
  JSON.stringify({ doctype: 'Customer', name, modified, ...data })

async function stored(name: string) {
  const { rows } = await api.sql.query(
    'SELECT data, version, modified_by, deleted_at IS NOT NULL AS deleted FROM document WHERE org_id = $1 AND name = $2',
    [ORG, name],
  )
  return rows[0]
}

describe('who is heard', () => {
  const body = customer('CUST-unheard', { customer_name: 'x' })
  const cases: { title: string; how: () => Promise<Sending> | Sending }[] = [
    { title: 'without a signature', how: () => ({ signature: null }) },
    { title: 'with an empty one', how: () => ({ signature: '' }) },
    { title: 'with a wrong one', how: () => ({ signature: sign(`${body} `) }) },
    {
      title: 'with one in hex',
      how: () => ({ signature: createHmac('sha256', secret).update(body).digest('hex') }),
    },
    {
      title: 'signed by another organisation',
      how: async () => ({ signature: sign(body, await secretOf('ORG-OTHER')) }),
    },
    { title: 'sent to another organisation', how: () => ({ org: 'ORG-OTHER' }) },
    { title: 'sent to no organisation', how: () => ({ org: 'ORG-NONE' }) },
    { title: 'sent to what is no name', how: () => ({ org: 'ORG\u0000' }) },
  ]
  it.each(cases)('$title: as if there were no such organisation', async ({ how }) => {
    const { status, answer } = await send(body, await how())
    expect({ status, code: answer.code }).toEqual({ status: 404, code: 'not_found' })
    expect(await stored('CUST-unheard')).toBeUndefined()
  })

  it('reads nothing of a body that is not signed', async () => {
    expect((await send('{"doctype"', { signature: 'x' })).status).toBe(404)
    expect((await send('{"doctype"')).answer.code).toBe('invalid_json')
  })

  it('checks the bytes as they came, whatever they call themselves', async () => {
    const name = `CUST-${randomUUID()}`
    // As Python writes it: with spaces, and everything beyond ASCII escaped.
    const written = `{"doctype": "Customer", "name": "${name}", "modified": "${AT}", "customer_name": "Caf\\u00e9"}`
    for (const contentType of [
      undefined,
      'application/json',
      'text/plain',
      'application/x-www-form-urlencoded',
    ]) {
      const { status } = await send(written, contentType === undefined ? {} : { contentType })
      expect(status).toBe(200)
    }
    expect(await stored(name)).toMatchObject({
      data: { customer_name: 'Café' },
      version: 1,
      modified_by: 'frappe',
    })
  })

  it('takes the secret before the last one too, and none before that', async () => {
    const [first, second] = [await secretOf(ORG), await secretOf(ORG, '--rotate')]
    const statusWith = async (key: string) => (await send(body, { signature: sign(body, key) })).status
    expect([await statusWith(first), await statusWith(second)]).toEqual([200, 200])
    secret = await secretOf(ORG, '--rotate')
    expect(new Set([first, second, secret]).size).toBe(3)
    expect([await statusWith(first), await statusWith(second), await statusWith(secret)]).toEqual([
      404, 200, 200,
    ])
  })
})

describe('what is taken', () => {
  it.each(['Address', 'Customer', 'Contact', 'Employee'])('%s', async (doctype) => {
    const name = `SITE-${randomUUID()}`
    const { answer } = await send(JSON.stringify({ doctype, name, modified: AT, phone: '1' }))
    expect(answer).toEqual({ status: 'applied', version: 1 })
  })

  const refused: { title: string; body: string | Buffer; status: number; code: string; event?: string }[] = [
    ...['Ticket', 'Dispatch Job', 'User', 'No Such Type', 'constructor'].map((doctype) => ({
      title: `a ${doctype}`,
      body: JSON.stringify({ doctype, name: 'X', modified: AT }),
      status: 422,
      code: 'unknown_doctype',
    })),
    { title: 'nothing', body: '', status: 400, code: 'invalid_json' },
    { title: 'half a body', body: '{"doctype": "Cust', status: 400, code: 'invalid_json' },
    {
      title: 'bytes that are no text',
      body: Buffer.from([0x7b, 0xff, 0x7d]),
      status: 400,
      code: 'invalid_json',
    },
    { title: 'a list', body: '[]', status: 422, code: 'malformed_request' },
    {
      title: 'no name',
      body: JSON.stringify({ doctype: 'Customer', modified: AT }),
      status: 422,
      code: 'malformed_request',
    },
    { title: 'a name with a line break', body: customer('a\nb', {}), status: 422, code: 'malformed_request' },
    {
      title: 'no modified',
      body: '{"doctype":"Customer","name":"X"}',
      status: 422,
      code: 'malformed_request',
    },
    {
      title: 'another clock',
      body: customer('X', {}, '2026-11-22T10:00:00Z'),
      status: 422,
      code: 'malformed_request',
    },
    {
      title: 'NUL',
      body: customer('X', { customer_name: 'a\u0000b' }),
      status: 422,
      code: 'malformed_request',
    },
    {
      title: 'half a character',
      body: `{"doctype":"Customer","name":"X","modified":"${AT}","city":"\\ud800"}`,
      status: 422,
      code: 'malformed_request',
    },
    {
      title: 'a hostile key',
      body: `{"doctype":"Customer","name":"X","modified":"${AT}","__proto__":{"a":1}}`,
      status: 422,
      code: 'malformed_request',
    },
    {
      title: 'depth',
      body: customer('X', { notes: JSON.parse(`${'['.repeat(99)}${']'.repeat(99)}`) }),
      status: 422,
      code: 'malformed_request',
    },
    {
      title: 'a date that is none',
      body: JSON.stringify({ doctype: 'Employee', name: 'X', modified: AT, date_of_joining: 'soon' }),
      status: 422,
      code: 'invalid',
    },
    {
      title: 'more than 1 MiB',
      body: customer('X', { notes: 'x'.repeat(1024 * 1024) }),
      status: 413,
      code: 'body_too_large',
    },
  ]
  it.each(refused)('not $title: $code', async ({ body, status, code }) => {
    const sent = await send(body)
    expect({ status: sent.status, code: sent.answer.code }).toEqual({ status, code })
  })

  it('keeps fields of the site that are not known here, and none of its bookkeeping', async () => {
    const name = `ADDR-${randomUUID()}`
    const bookkeeping = {
      owner: 'a',
      creation: AT,
      modified_by: 'b',
      docstatus: 0,
      idx: 1,
      __islocal: 1,
      _assign: '[]',
    }
    const row = {
      link_doctype: 'Customer',
      link_name: 'CUST-1',
      parent: name,
      parentfield: 'links',
      ...bookkeeping,
    }
    const body = {
      doctype: 'Address',
      name,
      modified: AT,
      city: 'Berlin',
      plant_code: 'P7',
      county: null,
      ...bookkeeping,
    }
    await send(JSON.stringify({ ...body, links: [{ name: 'r1', ...row }] }))
    expect((await stored(name)).data).toEqual({
      city: 'Berlin',
      plant_code: 'P7',
      links: [{ name: 'r1', link_doctype: 'Customer', link_name: 'CUST-1' }],
    })
  })
})

describe('twice and out of order', () => {
  it('has one effect and one answer, however many arrive at once at two processes', async () => {
    const other = await api.replica()
    const name = `CUST-${randomUUID()}`
    const body = customer(name, { customer_name: 'once' })
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        send(body, { address: index % 2 === 0 ? api.address : other }),
      ),
    )
    const words = answers.map(({ answer }) => `${answer.status} ${answer.version}`)
    expect(words.toSorted()).toEqual(['applied 1', ...Array.from({ length: 11 }, () => 'duplicate 1')])
    const { rows } = await api.sql.query('SELECT op, status FROM mutation WHERE org_id = $1 AND name = $2', [
      ORG,
      name,
    ])
    expect(rows).toEqual([{ op: 'insert', status: 'success' }])
  })

  const at = (second: number) => `2026-11-22 10:00:0${second}.000000`
  type Step = { at: number; city: string; event?: string }
  const histories: { title: string; steps: Step[]; words: string[]; city: string | null }[] = [
    {
      title: 'in order',
      steps: [
        { at: 1, city: 'a' },
        { at: 2, city: 'b' },
      ],
      words: ['applied 1', 'applied 2'],
      city: 'b',
    },
    {
      title: 'the older one late',
      steps: [
        { at: 2, city: 'b' },
        { at: 1, city: 'a' },
      ],
      words: ['applied 1', 'stale 1'],
      city: 'b',
    },
    {
      title: 'the first again, after the second',
      steps: [
        { at: 1, city: 'a' },
        { at: 2, city: 'b' },
        { at: 1, city: 'a' },
      ],
      words: ['applied 1', 'applied 2', 'duplicate 1'],
      city: 'b',
    },
    {
      title: 'two of one moment: the later received',
      steps: [
        { at: 1, city: 'a' },
        { at: 1, city: 'b' },
      ],
      words: ['applied 1', 'applied 2'],
      city: 'b',
    },
    {
      title: 'saved without a change',
      steps: [
        { at: 1, city: 'a' },
        { at: 2, city: 'a' },
      ],
      words: ['applied 1', 'applied 1'],
      city: 'a',
    },
    {
      title: 'deleted',
      steps: [
        { at: 1, city: 'a' },
        { at: 1, city: 'a', event: 'on_trash' },
      ],
      words: ['applied 1', 'applied 2'],
      city: null,
    },
    {
      title: 'deleted, and the last change late',
      steps: [
        { at: 1, city: 'a' },
        { at: 2, city: 'b', event: 'on_trash' },
        { at: 2, city: 'b' },
      ],
      words: ['applied 1', 'applied 2', 'stale 2'],
      city: null,
    },
    {
      title: 'deleted before it was known',
      steps: [
        { at: 2, city: 'b', event: 'on_trash' },
        { at: 1, city: 'a' },
      ],
      words: ['stale null', 'stale null'],
      city: null,
    },
    {
      title: 'a deletion older than what came since',
      steps: [
        { at: 2, city: 'b' },
        { at: 1, city: 'a', event: 'on_trash' },
      ],
      words: ['applied 1', 'stale 1'],
      city: 'b',
    },
    {
      title: 'deleted and restored',
      steps: [
        { at: 1, city: 'a' },
        { at: 1, city: 'a', event: 'on_trash' },
        { at: 3, city: 'c' },
      ],
      words: ['applied 1', 'applied 2', 'applied 3'],
      city: 'c',
    },
  ]
  it.each(histories)('$title', async ({ steps, words, city }) => {
    const name = `ADDR-${randomUUID()}`
    const said: string[] = []
    for (const { at: second, city: where, event } of steps) {
      const body = JSON.stringify({ doctype: 'Address', name, modified: at(second), city: where })
      const { answer } = await send(body, event === undefined ? {} : { event })
      said.push(`${answer.status} ${answer.version}`)
    }
    expect(said).toEqual(words)
    const document = await stored(name)
    expect(document === undefined || document.deleted ? null : document.data.city).toBe(city)
  })

  it('reads a moment without a fraction as the whole second', async () => {
    const name = `CUST-${randomUUID()}`
    await send(customer(name, { customer_name: 'first' }, '2026-11-22 10:00:00'))
    await send(customer(name, { customer_name: 'second' }, '2026-11-22 10:00:00.1'))
    const late = await send(customer(name, { customer_name: 'late' }, '2026-11-22 10:00:00.05'))
    expect(late.answer.status).toBe('stale')
    expect((await stored(name)).data.customer_name).toBe('second')
  })

  it('ends with the newest, when all arrive at once', async () => {
    const name = `CUST-${randomUUID()}`
    const moments = [3, 1, 9, 4, 7, 2, 8, 6, 5].map((second) =>
      customer(name, { customer_name: `${second}` }, at(second)),
    )
    const answers = await Promise.all(moments.map((body) => send(body)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect((await stored(name)).data.customer_name).toBe('9')
  })
})

describe('beside the people here', () => {
  it('is an ordinary change: in the feed, merged field by field, and followed by what links to it', async () => {
    const [name, ticket] = [`CUST-${randomUUID()}`, `TKT-${randomUUID()}`]
    await send(customer(name, { customer_name: 'Ortega', mobile_no: '1' }))
    await office.results([
      insert('Ticket', ticket, { subject: 'x', customer: name }),
      update('Customer', name, 1, { territory: 'North' }),
    ])
    const { cursor } = await office.readAll()
    await send(customer(name, { customer_name: 'Ortega', mobile_no: '2' }, '2026-11-22 11:00:00'))
    await vi.waitFor(async () => {
      const { rows } = await office.readAll(cursor)
      expect(rows).toMatchObject([
        {
          name,
          version: 3,
          modified_by: 'frappe',
          data: { customer_name: 'Ortega', mobile_no: '2', territory: 'North' },
        },
        { name: ticket, version: 1, reason: 'linked' },
      ])
    }, SOON)
    const [late] = await office.results([update('Customer', name, 2, { mobile_no: '3' })])
    expect(late).toMatchObject({ status: 'conflict', resolved_doc: { mobile_no: '2' } })
  })

  it('does not bring back what a person has deleted here', async () => {
    const name = `CUST-${randomUUID()}`
    await send(customer(name, { customer_name: 'x' }))
    await office.results([{ ...update('Customer', name, 1, {}), op: 'delete', data: null }])
    const { answer } = await send(customer(name, { customer_name: 'y' }, '2026-11-22 11:00:00'))
    expect(answer).toEqual({ status: 'stale', version: 2 })
    expect((await stored(name)).deleted).toBe(true)
  })
})

describe('all of this together', () => {
  it('has broken no invariant', async () => {
    expect(isClean(await checkInvariants(api.databaseUrl))).toBe(true)
  })
})
