import { expect, test } from 'vitest'
import { canBeLikeOthers, inPacks, requestFor, revisionToSend } from '../src/features/queue/bulk/like-this.ts'
import {
  AT_START,
  type Cursor,
  moved,
  selectedTo,
  toggled,
  within,
} from '../src/features/queue/cursor/cursor.ts'
import { steadyRows } from '../src/features/queue/steady-rows.ts'
import { subjectOf } from '../src/lib/session/own-account.ts'
import { detail } from './fixtures.ts'

const IDS = ['a', 'b', 'c', 'd']
const at = (active: string | null, ...selected: string[]): Cursor => ({
  active,
  selected: new Set(selected),
  anchor: selected.at(-1) ?? null,
})

test.each([
  ['from nowhere to the first', null, 1, 'a'],
  ['down', 'a', 1, 'b'],
  ['up', 'b', -1, 'a'],
  ['never past the end', 'd', 1, 'd'],
  ['never past the start', 'a', -5, 'a'],
  ['from a row that has left the list to the first', 'gone', 1, 'a'],
])('the cursor goes %s', (_what, from, by, to) => {
  expect(moved(at(from), IDS, by).active).toBe(to)
})

test('a row is selected and taken out again; a range reaches back to the row that was selected last', () => {
  const one = toggled(AT_START, 'b')
  expect([...one.selected]).toEqual(['b'])
  expect([...toggled(one, 'b').selected]).toEqual([])
  expect([...selectedTo(one, IDS, 'd').selected]).toEqual(['b', 'c', 'd'])
  expect([...selectedTo(one, IDS, 'a').selected].sort()).toEqual(['a', 'b'])
  expect([...selectedTo(AT_START, IDS, 'c').selected]).toEqual(['c'])
})

test('what has left the list is not selected any more, and an unchanged cursor stays the same object', () => {
  const cursor = at('b', 'b', 'c')
  expect(within(cursor, IDS)).toBe(cursor)
  expect(within(cursor, ['a', 'c'])).toMatchObject({ active: null, selected: new Set(['c']) })
})

test('what was told of a row that has gone is shown on it', () => {
  const shown = [detail({ id: 'a' }), detail({ id: 'b' })]
  const told = new Map([['b', detail({ id: 'b', state: 'resolved', resolved_by: 'dana@x.test' })]])
  const { rows } = steadyRows(shown, [detail({ id: 'a' })], told)
  expect(rows.map(({ item, gone }) => [item.id, gone, item.resolved_by])).toEqual([
    ['a', false, null],
    ['b', true, 'dana@x.test'],
  ])
})

test('the same side for every open field; a deletion is about the record whole', () => {
  const item = detail({ id: 'a', fields: ['notes', 'status'] })
  expect(requestFor(item, 'client', null).choices).toEqual({
    notes: { pick: 'client' },
    status: { pick: 'client' },
  })
  expect(requestFor(detail({ kind: 'delete_edit', fields: [] }), 'server', null).choices).toEqual({
    _document: { pick: 'server' },
  })
  const kinds = ['field_conflict', 'delete_edit', 'slot_collision', 'signature_review'] as const
  expect(kinds.filter((kind) => canBeLikeOthers(detail({ kind })))).toEqual(['field_conflict', 'delete_edit'])
})

test('only what is ready, or was sent without an answer, is sent', () => {
  expect(revisionToSend({ step: 'unknown', revision: 4 })).toBe(4)
  expect(revisionToSend({ step: 'done' })).toBeNull()
  expect(revisionToSend({ step: 'refused', problem: null })).toBeNull()
  expect(inPacks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
})

test('a token says whose it is; anything else says nothing', () => {
  const token = `x.${btoa(JSON.stringify({ sub: '7a', name: 'A' }))}.y`
  expect([subjectOf(token), subjectOf(''), subjectOf('a.b.c'), subjectOf(`x.${btoa('7')}.y`)]).toEqual([
    '7a',
    null,
    null,
    null,
  ])
})
