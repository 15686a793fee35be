import { describe, expect, it } from 'vitest'
import {
  addressOf,
  BATCH_OPERATIONS_MAX,
  ENDPOINTS,
  feedQuery,
  operation,
  PROBLEMS,
  REJECTIONS,
  resolveRequest,
  upsertBatchRequest,
} from '../src/index.ts'

const update = {
  mutation_id: '0f0e0d0c-0b0a-4908-8706-050403020100',
  op: 'update',
  doctype: 'Ticket',
  name: 'TKT-1',
  base_version: 3,
  data: { subject: 'Heizung kalt — 暖房', priority: null },
  client_ts: '2026-02-03T10:00:00+01:00',
}

describe('operation', () => {
  it('takes changed fields, null among them, as they are', () => {
    expect(operation.parse(update).data).toEqual({ subject: 'Heizung kalt — 暖房', priority: null })
  })

  it('needs no name for an insert, no data for a delete', () => {
    expect(operation.safeParse({ ...update, op: 'insert', name: null }).success).toBe(true)
    expect(operation.safeParse({ ...update, op: 'delete', data: undefined }).success).toBe(true)
  })

  it.each([
    ['a time without an offset', { client_ts: '2026-02-03T10:00:00' }],
    ['a day without a time', { client_ts: '2026-02-03' }],
    ['an update without a name', { name: null }],
    ['an update without data', { data: null }],
    ['a name that is a path', { name: '..' }],
    ['a name with a line break', { name: 'TKT-1\nX' }],
    ['a name with a space at its end', { name: 'TKT-1 ' }],
    ['a base version below zero', { base_version: -1 }],
    ['data that is a list', { data: [] }],
    ['a word that is no operation', { op: 'merge' }],
  ])('refuses %s', (_name, change) => {
    expect(operation.safeParse({ ...update, ...change }).success).toBe(false)
  })
})

describe('envelope', () => {
  it('leaves the items alone, so that a bad one cannot fail its neighbours', () => {
    const device_id = '0f0e0d0c-0b0a-4908-8706-050403020100'
    const envelope = { org: 'ORG', device_id, sync_id: device_id, client_ts: update.client_ts }
    const parsed = upsertBatchRequest.parse({ ...envelope, operations: [null, update, 7] })
    expect(parsed.operations).toEqual([null, update, 7])
    expect(parsed.app_version).toBe('unknown')
  })

  it('agrees with the plan about a batch', () => {
    expect(BATCH_OPERATIONS_MAX).toBe(100)
  })
})

describe('queries', () => {
  it('reads numbers from an address and knows their bounds', () => {
    expect(feedQuery.parse({ org: 'ORG', limit: '500', wait: '25' })).toMatchObject({ limit: 500, wait: 25 })
    expect(feedQuery.parse({ org: 'ORG' })).toMatchObject({ limit: 100, wait: 0 })
    for (const bad of [{ limit: '501' }, { limit: '0' }, { wait: '26' }, { limit: 'many' }]) {
      expect(feedQuery.safeParse({ org: 'ORG', ...bad }).success).toBe(false)
    }
  })

  it('escapes what it puts into an address', () => {
    const address = addressOf(ENDPOINTS.document, { doctype: 'Dispatch Job', name: 'a/b?c' })
    expect(address).toBe('/api/documents/Dispatch%20Job/a%2Fb%3Fc')
  })
})

describe('decisions', () => {
  it('takes a pick or a value, of null too, and nothing else', () => {
    const choices = { a: { pick: 'server' }, b: { value: null } }
    expect(resolveRequest.parse({ choices })).toMatchObject({ action: 'choose', target: 'this', choices })
    expect(resolveRequest.safeParse({ choices: { a: { pick: 'ours' } } }).success).toBe(false)
    expect(resolveRequest.safeParse({ choices: { a: {} } }).success).toBe(false)
  })
})

describe('codes', () => {
  it('are stable words, and every problem has an HTTP status that is an error', () => {
    for (const code of [...Object.keys(PROBLEMS), ...Object.keys(REJECTIONS)])
      expect(code).toMatch(/^[a-z_]+$/)
    for (const { status } of Object.values(PROBLEMS)) expect(status).toBeGreaterThanOrEqual(400)
  })
})
