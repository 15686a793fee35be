import type { Attachment, LocalDocument } from '@dartwing/client'
import { expect, test } from 'vitest'
import { fileNameIn } from '../src/components/value/value-text.ts'
import { standingOf } from '../src/features/device/files/standing.ts'

const MB = 1024 * 1024
const ATTACHMENT: Attachment = {
  file: 'FILE-1',
  account: 'ana@demo.test',
  mime: 'image/jpeg',
  size: 1000,
  state: 'waiting',
  is_requested: false,
  error: null,
  is_here: true,
  moved_bytes: 0,
}
const DOCUMENT: LocalDocument = {
  doctype: 'File',
  name: 'FILE-1',
  data: { state: 'stored' },
  server: { state: 'stored' },
  version: 2,
  seq: '7',
  modified: null,
  modified_by: 'Ana@demo.test',
  docstatus: 0,
  gone: null,
  hold: null,
}
const pending = { data: { state: 'pending' } }

test.each<[string, Partial<Attachment> | null, Partial<LocalDocument>, string | null]>([
  ['Waiting to be sent', {}, pending, null],
  ['Interrupted, goes on by itself', { error: 'fetch failed' }, pending, null],
  ['Large: waits until you send it', { size: 12 * MB }, pending, 'send'],
  ['Waiting to be sent', { size: 12 * MB, is_requested: true }, pending, null],
  ['Waits until nobody looks at this page', { mime: 'video/mp4' }, pending, 'send'],
  ['40 % sent', { state: 'uploading', moved_bytes: 409 }, pending, null],
  ['Not sent: no room', { state: 'failed', error: 'no room' }, pending, 'retry'],
  ['Sent', { state: 'done' }, {}, null],
  ['Fetched', { state: 'done' }, { modified_by: 'ben@demo.test' }, null],
  ['Not on this phone', { state: 'done', is_here: false }, {}, 'fetch'],
  ['Not on this phone', null, {}, 'fetch'],
  ['Not sent yet by the phone that has it', null, pending, null],
  ['Kept apart, because it may do harm', null, { data: { state: 'quarantined' } }, null],
  ['Will be fetched', { state: 'wanted', is_here: false }, {}, null],
  ['50 % fetched', { state: 'downloading', is_here: false, moved_bytes: 500 }, {}, null],
  ['Not fetched: gone', { state: 'failed', is_here: false, error: 'gone' }, {}, 'retry'],
])('%s', (words, attachment, document, act) => {
  const standing = standingOf({
    account: 'ana@demo.test',
    attachment: attachment === null ? null : { ...ATTACHMENT, ...attachment },
    document: { ...DOCUMENT, ...document },
    refusal: null,
  })
  expect(standing).toMatchObject({ words, act })
})

test('a refused description says why, whatever its bytes', () => {
  const known = { account: null, attachment: ATTACHMENT, document: null, refusal: 'not allowed' }
  expect(standingOf(known)).toMatchObject({ words: 'Not sent: not allowed', isProblem: true })
})

test.each([
  ['FILE-0b', 'FILE-0b'],
  ['data:image/png;base64,AAAA', null],
  ['/files/signature.png', null],
  ['https://elsewhere.test/a.png', null],
  ['', null],
  [7, null],
])('%j is told from a picture by its look', (value, file) => {
  expect(fileNameIn(value)).toBe(file)
})
