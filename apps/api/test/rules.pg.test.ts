/** Rules explained and simulated: what is said is what the server does, and nothing is touched by asking. */
import { randomUUID } from 'node:crypto'
import {
  addressOf,
  ENDPOINTS,
  recordedCase,
  ruleBook,
  type SimulateRequest,
  simulateResponse,
} from '@dartwing/protocol'
import { canonicalJson, type Doc, registeredDocTypes } from '@dartwing/rules'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ADMIN,
  type Api,
  call,
  insert,
  type RawDevice,
  RECEPTION,
  RESOLVER,
  rawDevice,
  STRANGER,
  signIn,
  startApi,
  TECH_A,
  TECH_B,
  update,
} from './api-kit.ts'
import { appointment, Desk } from './conflict-kit.ts'
import { everythingKept } from './rules/everything-kept.ts'

let api: Api
let desk: Desk
beforeAll(async () => {
  api = await startApi()
  desk = await Desk.open(api)
})
afterAll(() => api.close())

const post = (body: unknown, as = RESOLVER) =>
  call(api.address, desk.tokenOf(as), ENDPOINTS.rulesSimulate, { method: 'POST', body })

async function simulated(body: SimulateRequest) {
  const answer = await post(body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return simulateResponse.parse(answer.body)
}

const TICKET: SimulateRequest = {
  doctype: 'Ticket',
  base: { status: 'New', description: 'a' },
  server: { status: 'Open', description: 'b' },
  client: { status: 'Closed', description: 'c' },
  context: { client_effective_at: '2031-01-02T00:00:00Z', server_modified_at: '2031-01-01T00:00:00Z' },
}

describe('the book of rules', () => {
  it('says who wins on every field of every DocType, by which rule, for what reason, and where that is written', async () => {
    const answer = await call(api.address, desk.tokenOf(TECH_A), ENDPOINTS.rules)
    const { doctypes, rule_set } = ruleBook.parse(answer.body)
    expect(answer.headers.get('etag')).toBe(`"${rule_set}"`)
    expect(doctypes.map(({ doctype }) => doctype)).toEqual(registeredDocTypes())
    const ticket = doctypes.find(({ doctype }) => doctype === 'Ticket')
    expect(ticket).toMatchObject({
      strategy: 'field_level',
      file: 'packages/rules/src/doctypes/crm/ticket.ts',
    })
    expect(ticket?.fields.find(({ field }) => field === 'description')).toMatchObject({
      winner: 'later',
      rule: 'last_write_wins_fields',
    })
    expect(ticket?.findings).toContainEqual({
      check: 'no_rule',
      field: 'subject',
      message: 'no rule names subject',
    })
    expect((await call(api.address, null, ENDPOINTS.rules)).status).toBe(401)
  })
})

describe('a simulation', () => {
  it('has the resolution, who was asked before, and a case', async () => {
    const { in_force, candidate } = await simulated({ ...TICKET, now: '2031-01-03T00:00:00Z' })
    expect(in_force.resolution).toMatchObject({
      outcome: 'merged',
      doc: { status: 'Open', description: 'c' },
      conflicts: ['description', 'status'],
    })
    expect(in_force.trace.fields.map(({ field }) => field)).toEqual(['description', 'status'])
    expect(in_force.trace.fields[1]?.steps.find(({ matched }) => matched)?.rule).toBe('server_wins_fields')
    expect(in_force.case).toMatchObject({
      doctype: 'Ticket',
      context: { now: '2031-01-03T00:00:00Z' },
      expect: { winner: { description: 'client', status: 'server' } },
    })
    expect(candidate).toBeNull()
  })

  it('says what another rule would make of it', async () => {
    const candidate = { strategy: 'server_wins' as const, reason: 'The office knows better' }
    const { candidate: other } = await simulated({ ...TICKET, candidate })
    expect(other?.resolution.doc).toEqual(TICKET.server)
    expect(other?.flips.map(({ field }) => field)).toEqual(['description'])
  })

  it.each([
    [
      'a time that a person settles',
      'Appointment',
      'server_wins',
      { appointment_datetime: '2031-03-04T10:00:00Z' },
    ],
    ['two signatures', 'Form Submission', 'escalate', { signature: 'one' }],
  ])('says what the deadline does about %s', async (_what, doctype, timeout, value) => {
    const [field] = Object.keys(value)
    const other = { [field ?? '']: doctype === 'Appointment' ? '2031-03-04T11:00:00Z' : 'two' }
    const { in_force } = await simulated({ doctype, base: {}, server: value, client: other })
    expect([in_force.resolution.outcome, in_force.timeout]).toEqual(['held', timeout])
  })

  const deep = (depth: number): Doc => (depth === 0 ? {} : { a: deep(depth - 1) })
  const rule = { strategy: 'field_level', reason: 'A try' }
  it.each<[string, unknown, number, string]>([
    ['a DocType that is none', { ...TICKET, doctype: 'Nothing' }, 422, 'unknown_doctype'],
    ['a time without a zone', { ...TICKET, now: '2031-01-01T00:00:00' }, 422, 'malformed_request'],
    ['no client', { doctype: 'Ticket', server: {} }, 422, 'malformed_request'],
    ['a version that is no document', { ...TICKET, server: [1] }, 422, 'malformed_request'],
    ['a well without a bottom', { ...TICKET, base: deep(40) }, 422, 'malformed_request'],
    ['half a character', { ...TICKET, base: { subject: '\ud800' } }, 422, 'malformed_request'],
    [
      'more than three documents',
      { ...TICKET, base: { description: 'x'.repeat(800_000) } },
      413,
      'body_too_large',
    ],
    [
      'a strategy that is none',
      { ...TICKET, candidate: { ...rule, strategy: 'coin' } },
      422,
      'malformed_request',
    ],
    [
      'a misspelt list',
      { ...TICKET, candidate: { ...rule, sever_wins_fields: [] } },
      422,
      'malformed_request',
    ],
    ['code', { ...TICKET, candidate: { ...rule, handler: 'x=>x' } }, 422, 'malformed_request'],
    [
      'a field in two lists',
      { ...TICKET, candidate: { ...rule, server_wins_fields: ['status'], client_wins_fields: ['status'] } },
      422,
      'invalid',
    ],
    [
      'a field that is none',
      { ...TICKET, candidate: { ...rule, server_wins_fields: ['statu'] } },
      422,
      'invalid',
    ],
    ['nothing', null, 422, 'malformed_request'],
  ])('refuses %s', async (_what, body, status, code) => {
    const answer = await post(body)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })
})

/** Two devices that do not know of each other: each row is a conflict of another kind. */
interface Meeting {
  readonly what: string
  readonly doctype: string
  readonly before: Doc
  readonly office: Doc
  readonly phone: Doc | null
  /** The phone's clock says that it was made this much earlier than it was sent. */
  readonly hoursAgo?: number
}

const times = (start: string, end: string) => ({
  appointment_datetime: `2031-05-06T${start}:00Z`,
  appointment_end_datetime: `2031-05-06T${end}:00Z`,
})
const MEETINGS: readonly Meeting[] = [
  {
    what: 'the later change, and one of the server',
    doctype: 'Ticket',
    before: { subject: 'a', description: 'a', status: 'New' },
    office: { description: 'b', status: 'Open' },
    phone: { description: 'c', status: 'Closed' },
  },
  {
    what: 'the later change, made hours before',
    doctype: 'Ticket',
    before: { subject: 'a', description: 'a' },
    office: { description: 'b' },
    phone: { description: 'c' },
    hoursAgo: 5,
  },
  {
    what: 'a time that a person settles, beside notes that are united',
    doctype: 'Appointment',
    before: { ...appointment('P-once', '09:00', '10:00'), notes: 'Ring twice.', title: 'a' },
    office: { ...times('11:00', '12:00'), notes: 'Ring twice.\nBring a ladder.' },
    phone: { ...times('13:00', '14:00'), notes: 'Mind the dog.\nRing twice.' },
  },
  {
    what: 'the record as a whole',
    doctype: 'Customer',
    before: { customer_name: 'a' },
    office: { customer_name: 'b' },
    phone: { customer_name: 'c' },
  },
  {
    what: 'two signatures',
    doctype: 'Form Submission',
    before: { form_template: 'T', notes: 'a' },
    office: { signature: 'sig-office', notes: 'b' },
    phone: { signature: 'sig-phone', notes: 'c' },
  },
  {
    what: 'a delete that meets a change',
    doctype: 'Ticket',
    before: { subject: 'a', description: 'a' },
    office: { description: 'b' },
    phone: null,
  },
]

describe('a recorded conflict', () => {
  const names = new Map<string, string>()
  beforeAll(async () => {
    const office = await rawDevice(api.address, ADMIN)
    const phone = await rawDevice(api.address, ADMIN)
    for (const meeting of MEETINGS) {
      names.set(meeting.what, await meet(meeting, office, phone))
    }
  })

  async function meet(
    { doctype, before, office, phone, hoursAgo = 0 }: Meeting,
    one: RawDevice,
    other: RawDevice,
  ) {
    const name = `MET-${randomUUID()}`
    await one.results([insert(doctype, name, before)])
    const [stored] = await one.results([update(doctype, name, 1, office)])
    expect(stored?.status).toBe('success')
    const change = update(doctype, name, 1, phone ?? {})
    const client_ts = new Date(Date.parse(change.client_ts) - hoursAgo * 3_600_000).toISOString()
    const { data: _data, ...asDelete } = change
    const [met] = await other.results([
      phone === null ? { ...asDelete, op: 'delete' } : { ...change, client_ts },
    ])
    expect([met?.error, met?.status]).toEqual([null, expect.stringMatching(/^conflict/)])
    return name
  }

  it.each(MEETINGS.map(({ what }) => [what]))('is decided again as it was: %s', async (what) => {
    const [row] = await desk.rows(
      'SELECT conflict_id::text AS id, decisions FROM conflict WHERE name = $1',
      names.get(what),
    )
    const answer = await call(
      api.address,
      desk.tokenOf(RESOLVER),
      addressOf(ENDPOINTS.rulesCase, { id: String(row?.id) }),
    )
    const { doctype, base, server, client, context } = recordedCase.parse(answer.body)
    const { in_force } = await simulated({ doctype, base, server, client, context })
    const plain = (decisions: unknown) => canonicalJson(JSON.parse(JSON.stringify(decisions)))
    expect(plain(in_force.resolution.decisions)).toBe(plain(row?.decisions))
    expect(row?.decisions).not.toEqual([])
  })

  it('of a new record whose time was taken begins with nothing stored', async () => {
    const { id, second } = await desk.doubleBooked()
    const answer = await call(api.address, desk.tokenOf(RECEPTION), addressOf(ENDPOINTS.rulesCase, { id }))
    const met = recordedCase.parse(answer.body)
    expect(met).toMatchObject({ kind: 'slot_collision', name: second, context: { name: second } })
    expect([met.base, met.server]).toEqual([undefined, undefined])
  })

  it('is shown to those who may see it, and looks to others as if it did not exist', async () => {
    const [row] = await desk.rows(
      'SELECT conflict_id::text AS id FROM conflict WHERE name = $1',
      names.get('the later change, and one of the server'),
    )
    const path = addressOf(ENDPOINTS.rulesCase, { id: String(row?.id) })
    const statusFor = async (email: string, at = path) =>
      (await call(api.address, desk.tokenOf(email), at)).status
    expect(await statusFor(RECEPTION)).toBe(200)
    expect(await statusFor(TECH_B)).toBe(404)
    expect(await statusFor(STRANGER)).toBe(404)
    expect(await statusFor(ADMIN, addressOf(ENDPOINTS.rulesCase, { id: 'none' }))).toBe(404)
  })

  it('is what it was: asking changes no row and counts nothing', async () => {
    const before = await everythingKept(api)
    await simulated({ ...TICKET, candidate: { strategy: 'server_wins', reason: 'A try' } })
    await call(api.address, desk.tokenOf(ADMIN), ENDPOINTS.rules)
    expect(await everythingKept(api)).toEqual(before)
    expect(await signIn(api.address, ADMIN)).toBeTruthy()
  })
})
