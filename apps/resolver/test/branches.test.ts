import type { BranchList } from '@dartwing/protocol'
import { expect, test } from 'vitest'
import { promotion, separation } from '../src/features/branches/act/operations.ts'
import { changedFields, namedFields, sameFields } from '../src/features/branches/compare/differences.ts'
import { pairOf, readRef, versionOf, writeRef } from '../src/features/branches/compare/pair.ts'

const ROOT = {
  doctype: 'Vault Document',
  name: 'VD-1',
  version: 4,
  data: { document_name: 'Plan', file: 'F-1', version: 2, category: 'Plans', folder: '' },
}
const BRANCH = {
  doctype: 'Vault Document',
  name: 'VD-1_conflict_20261124T120000000Z',
  version: 2,
  data: {
    document_name: 'Plan',
    file: 'F-2',
    version: 3,
    remarks: 'As built',
    branch_of: 'VD-1',
    branch_label: 'Mine',
    reviewed_at: '2026-11-24T12:00:00Z',
  },
}

function listOf(...reviewed: (string | null)[]): BranchList {
  const items = reviewed.map((reviewed_at, index) => ({
    name: `VD-1_conflict_${index}`,
    version: 1,
    title: 'Plan',
    label: null,
    author: 'ana@demo.test',
    author_name: 'Ana',
    device: null,
    made_at: '2026-11-24T12:00:00Z',
    created_at: '2026-11-24T12:00:00Z',
    reviewed_at,
  }))
  return { root: { name: 'VD-1', version: 4, title: 'Plan', deleted: false }, items }
}

test('two versions differ in content, not in what is said about them', () => {
  expect(changedFields(ROOT.data, BRANCH.data)).toEqual(['file', 'category', 'remarks'])
  expect(sameFields(ROOT.data, BRANCH.data)).toEqual(['document_name'])
  expect(namedFields('Vault Document', ['unheard_of', 'remarks', 'file']).map(({ label }) => label)).toEqual([
    'File',
    'Remarks',
    'unheard of',
  ])
})

test('to promote writes exactly the differences over the version that was seen', () => {
  const operation = promotion(ROOT, BRANCH)
  expect(operation).toMatchObject({ op: 'update', name: 'VD-1', base_version: 4 })
  expect(operation.data).toEqual({ file: 'F-2', category: null, remarks: 'As built', version: 4 })
})

test('to keep both makes a document that hangs on nothing', () => {
  const operation = separation(BRANCH)
  expect(operation).toMatchObject({ op: 'insert', name: null, base_version: null })
  expect(operation.data).toEqual({ document_name: 'Plan', file: 'F-2', version: 3, remarks: 'As built' })
})

test('the address holds the pair', () => {
  for (const text of ['VD-1', 'VD-1@3', 'a@b@2'])
    expect(writeRef(readRef(text) ?? { name: '', version: null })).toBe(text)
  expect(readRef('')).toBeNull()
  expect(readRef('VD-1@0')).toEqual({ name: 'VD-1@0', version: null })
})

test('without a wish the newest that nobody has looked at is beside the current version', () => {
  expect(pairOf(listOf('2026-11-24T13:00:00Z', null), {}).b).toEqual({
    name: 'VD-1_conflict_1',
    version: null,
  })
  expect(pairOf(listOf(), {}).b).toEqual({ name: 'VD-1', version: 3 })
  expect(pairOf(listOf(null), { a: 'VD-1@2' }).a).toEqual({ name: 'VD-1', version: 2 })
})

test('only what belongs to the document can be asked for', () => {
  const list = listOf(null)
  expect(versionOf(list, { name: 'VD-1', version: null })).toBe(4)
  expect(versionOf(list, { name: 'VD-1_conflict_0', version: null })).toBe(1)
  expect(versionOf(list, { name: 'VD-2', version: 1 })).toBeNull()
})
