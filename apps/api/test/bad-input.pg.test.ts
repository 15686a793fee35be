/** What no client should send, to every address: a stable code, never a 500, and nothing changed. */
import { randomUUID } from 'node:crypto'
import { ENDPOINTS } from '@dartwing/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ADMIN,
  type Api,
  call,
  insert,
  type RawDevice,
  RESOLVER,
  rawDevice,
  signIn,
  startApi,
  update,
} from './api-kit.ts'

let api: Api
let device: RawDevice
let token: string
let conflictId: string
beforeAll(async () => {
  api = await startApi()
  device = await rawDevice(api.address, ADMIN)
  token = await signIn(api.address, RESOLVER)
  const other = await rawDevice(api.address, ADMIN)
  const name = `APT-${randomUUID()}`
  const at = (hour: number) => ({
    appointment_datetime: `2033-01-01T${hour}:00:00Z`,
    appointment_end_datetime: `2033-01-01T${hour + 1}:00:00Z`,
  })
  await device.results([insert('Appointment', name, { attendee_name: 'A', ...at(10) })])
  await other.results([update('Appointment', name, 1, at(12))])
  const [held] = await device.results([update('Appointment', name, 1, at(14))])
  conflictId = held?.conflict_id ?? ''
})
afterAll(() => api.close())

const STRANGE = [
  '%00',
  '%E0%A4%A',
  '%ED%A0%80',
  "'%20OR%201=1--",
  '%F0%9F%92%A5',
  '../..',
  'x'.repeat(700),
  '%0A',
  ' ',
  '{}',
]

function addresses(): string[] {
  return STRANGE.flatMap((value) => [
    `${ENDPOINTS.feed}?org=${value}`,
    `${ENDPOINTS.feed}?org=ORG-DEMO&doctype=${value}`,
    `${ENDPOINTS.feed}?org=ORG-DEMO&since=${value}`,
    `${ENDPOINTS.feed}?org=ORG-DEMO&limit=${value}`,
    `${ENDPOINTS.feed}?org=ORG-DEMO&device_id=${value}`,
    `${ENDPOINTS.conflictStrategy}?doctype=${value}`,
    `/api/conflicts?org=${value}`,
    `/api/conflicts?q=${value}`,
    `/api/conflicts?cursor=${value}`,
    `/api/conflicts?kind=${value}`,
    `/api/conflicts?view=${value}`,
    `/api/conflicts?doctype=${value}&limit=${value}`,
    `/api/conflicts/${value}`,
    `/api/conflicts/${conflictId}?org=${value}`,
    `/api/documents/Ticket/${value}`,
    `/api/documents/${value}/x`,
  ])
}

describe('bad input', () => {
  it('in any address is a problem with a code, or nothing found', async () => {
    const answers = await Promise.all(
      addresses().map(async (path) => [path, await call(api.address, token, path)] as const),
    )
    const failures = answers.filter(
      ([, { status, body }]) => status >= 500 || (status >= 400 && typeof body.code !== 'string'),
    )
    expect(failures.map(([path, { status, body }]) => [path, status, body])).toEqual([])
  })

  it('twice the same parameter is not taken for one', async () => {
    const answer = await call(api.address, token, '/api/conflicts?org=ORG-DEMO&org=ORG-OTHER')
    expect([answer.status, answer.body.code]).toEqual([422, 'malformed_request'])
  })

  it.each([
    ['NUL in a chosen value', { choices: { notes: { value: 'a\u0000b' } } }],
    ['half a character', { choices: { notes: { value: '\ud800' } } }],
    ['a number that is none', '{"choices":{"duration":{"value":1e999}}}'],
    ['a hostile key', '{"choices":{"__proto__":{"value":1}}}'],
    ['a comment without end', { choices: {}, comment: 'x'.repeat(5000) }],
    ['an action nobody knows', { action: 'explode' }],
    ['nothing', ''],
    ['a list', []],
    ['text', '"choose"'],
  ])('in a decision: %s', async (_name, body) => {
    for (const address of ['preview', 'resolve']) {
      const answer = await call(api.address, token, `/api/conflicts/${conflictId}/${address}`, {
        method: 'POST',
        body,
        headers: { 'if-match': '"1"', 'idempotency-key': randomUUID() },
      })
      expect([400, 422]).toContain(answer.status)
      expect(answer.body.code).toEqual(expect.any(String))
    }
  })

  it.each(['', 'x', '"-1"', '"1.5"', '*', '"99999999999999"'])('in If-Match: %s', async (value) => {
    const answer = await call(api.address, token, `/api/conflicts/${conflictId}/resolve`, {
      body: { choices: {} },
      headers: { 'if-match': value, 'idempotency-key': randomUUID() },
    })
    expect([answer.status, answer.body.code]).toEqual([428, 'precondition_required'])
  })

  it('in an envelope', async () => {
    const bad = [
      { app_version: 'a\u0000' },
      { org: '\u0000' },
      { org: '' },
      { client_ts: 'now' },
      { sync_id: 'x' },
      { epoch: 'y' },
    ]
    const codes = []
    for (const more of bad) {
      const answer = await device.push([], more)
      codes.push([answer.status, answer.body.code])
    }
    expect(codes.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => [422, 'malformed_request']))
    expect(codes[5]).toEqual([409, 'epoch_changed'])
  })

  it('in a body: another type, no type, and no body', async () => {
    const answers = await Promise.all([
      call(api.address, token, ENDPOINTS.upsertBatch, {
        body: 'a=1',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
      call(api.address, token, ENDPOINTS.upsertBatch, {
        body: 'hello',
        headers: { 'content-type': 'text/plain' },
      }),
      call(api.address, token, ENDPOINTS.upsertBatch, { method: 'POST' }),
      call(api.address, token, ENDPOINTS.upsertBatch, { body: '[1,2' }),
    ])
    expect(answers.filter((answer) => answer.status < 400 || answer.status >= 500)).toEqual([])
    for (const answer of answers) expect(answer.body.code).toEqual(expect.any(String))
  })

  it('has changed nothing', async () => {
    const { rows } = await api.sql.query('SELECT state, revision FROM conflict WHERE conflict_id = $1', [
      conflictId,
    ])
    expect(rows).toEqual([{ state: 'open', revision: 1 }])
  })
})
