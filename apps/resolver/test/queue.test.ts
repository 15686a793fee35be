import { conflictSummary } from '@dartwing/protocol'
import { expect, test } from 'vitest'
import { nextAfter } from '../src/app/pages/queue-context.ts'
import { deskSearch } from '../src/app/search.ts'
import { steadyRows } from '../src/features/queue/steady-rows.ts'
import { detail } from './fixtures.ts'

const items = (...ids: string[]) => ids.map((id) => conflictSummary.parse(detail({ id })))
const ids = (rows: readonly { item: { id: string }; gone: boolean }[]) =>
  rows.map(({ item, gone }) => (gone ? `-${item.id}` : item.id))

test('rows never move: what is new between waits, what is new below is added, what has gone is marked', () => {
  const { rows, waiting } = steadyRows(items('a', 'b', 'c'), items('new', 'a', 'c', 'below'))
  expect(ids(rows)).toEqual(['a', '-b', 'c', 'below'])
  expect(waiting).toBe(1)
})

test('a list replaced whole stays readable until it is asked for', () => {
  const { rows, waiting } = steadyRows(items('a', 'b'), items('x', 'y'))
  expect(ids(rows)).toEqual(['-a', '-b'])
  expect(waiting).toBe(2)
})

test('next goes down, then round; previous stops at the top', () => {
  expect(nextAfter(['a', 'b', 'c'], 'a')).toBe('b')
  expect(nextAfter(['a', 'b', 'c'], 'c')).toBe('a')
  expect(nextAfter(['a'], 'a')).toBeNull()
  expect(nextAfter(['a', 'b'], 'gone')).toBe('a')
  expect(nextAfter(['a', 'b'], 'a', -1)).toBeNull()
})

test('an address with nonsense is an address without it', () => {
  expect(deskSearch({ view: 'team', kind: 'nonsense', q: 7, doctype: 'Ticket', other: 1 })).toEqual({
    view: 'team',
    doctype: 'Ticket',
  })
})
