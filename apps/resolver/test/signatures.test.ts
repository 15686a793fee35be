import { expect, test } from 'vitest'
import { changedSinceDevice, changedSinceServer } from '../src/features/signatures/content/changed-since.ts'
import { detail, field } from './fixtures.ts'

const group = { name: 'signing', label: 'Signature' }
const FORM = detail({
  kind: 'signature_review',
  doctype: 'Form Submission',
  server: { signature: 'SERVER', notes: 'Two filters', hours: 3 },
  client: { signature: 'DEVICE', notes: 'One filter', hours: 3 },
  fields_view: [
    field({ name: 'signature', type: 'signature', group, server: 'SERVER', client: 'DEVICE' }),
    field({ name: 'signed_at', type: 'datetime', group, server: '2026-11-24T10:00:00Z', client: null }),
    field({
      name: 'notes',
      label: 'Notes',
      server: 'Two filters',
      client: 'One filter',
      disposition: 'settled',
    }),
  ],
})

const change = (name: string, before: string | number | null, after: string | number) => ({
  field: name,
  label: name,
  before,
  after,
})
const SIGNED = { changes: [change('signature', null, 'SERVER'), change('hours', 2, 3)] }

test('what was changed after the server signature, with what it was when it was signed', () => {
  const entries = [
    { changes: [change('signature', 'SERVER', 'DEVICE'), change('signed_at', null, 'later')] },
    { changes: [change('notes', 'A filter', 'Two filters')] },
    { changes: [change('notes', 'No filter', 'A filter'), change('hours', 4, 3)] },
    { changes: [change('hours', 3, 4)] },
    SIGNED,
  ]
  expect(changedSinceServer(FORM, entries)).toEqual([
    { name: 'notes', label: 'notes', type: 'text', unit: null, signed: 'No filter', now: 'Two filters' },
  ])
})

test('nothing after it is nothing, and a history that ends before it is not known', () => {
  expect(changedSinceServer(FORM, [SIGNED])).toEqual([])
  expect(changedSinceServer(FORM, [{ changes: [change('notes', 'A', 'B')] }])).toBeNull()
  expect(changedSinceServer(FORM, [{ changes: null }, SIGNED])).toBeNull()
})

test('the device signed the form it had', () => {
  expect(changedSinceDevice(FORM)).toEqual([
    { name: 'notes', label: 'Notes', type: 'text', unit: null, signed: 'One filter', now: 'Two filters' },
  ])
})
