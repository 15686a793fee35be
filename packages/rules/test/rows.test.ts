/** Rows as an enemy, or another program, would write them. */
import { describe, expect, it } from 'vitest'
import { mergeRowFields } from '../src/merge/keyed-rows.ts'
import { sumRows } from '../src/merge/sum-rows.ts'
import { uniteRows } from '../src/merge/union-rows.ts'

describe('the union of rows', () => {
  const table = { child_field: 'rows', merge_strategy: 'union', dedup_key: 'id', append_only: true } as const
  const at = (id: string, timestamp: string) => ({ id, timestamp })

  it('orders by the time stamp where the table names no other field', () => {
    const [early, late] = [at('b', '2025-12-01T09:00:00Z'), at('a', '2025-12-01T10:00:00Z')]
    expect(uniteRows(table, [late], [early]).rows).toEqual([early, late])
  })
  it('takes a key that is no text by its content, whatever the order of its own keys', () => {
    const [one, other] = [{ id: { x: 1, y: 2 } }, { id: { y: 2, x: 1 } }]
    expect(uniteRows(table, [one], [other])).toEqual({ rows: [one], losers: [] })
    expect(uniteRows(table, [one], [{ id: { x: 2 } }]).rows).toHaveLength(2)
  })
  it('keeps a removed row removed, and the edit of it on record', () => {
    const was = at('a', '2025-12-01T09:00:00Z')
    const edited = { ...was, text: 'new' }
    expect(uniteRows(table, [], [edited], [was])).toEqual({ rows: [], losers: [edited] })
    expect(uniteRows(table, [], [was], [was])).toEqual({ rows: [], losers: [] })
  })
})

describe('the merge of one row', () => {
  it('that is no object on one side is the server, the other on record', () => {
    expect(mergeRowFields(undefined, { base: undefined, server: 'x', client: { id: 1 } })).toEqual({
      row: 'x',
      loser: { id: 1 },
    })
    expect(mergeRowFields(undefined, { base: undefined, server: { id: 1 }, client: 'x' })).toEqual({
      row: { id: 1 },
      loser: 'x',
    })
  })
  it('that one side has is that row', () => {
    expect(mergeRowFields(undefined, { base: undefined, server: undefined, client: 'x' })).toEqual({
      row: 'x',
    })
  })
})

describe('the sum of rows', () => {
  const table = {
    child_field: 'rows',
    merge_strategy: 'union',
    dedup_key: 'id',
    conflict_on_same_key: 'sum_quantities',
  } as const
  const sumOf = (server: readonly object[], client: readonly object[]) =>
    sumRows(table, undefined, { base: undefined, server, client } as never).rows

  it('without a base counts what one side alone has', () => {
    expect(sumOf([{ id: 'a', quantity: 2 }], [])).toEqual([{ id: 'a', quantity: 2 }])
    expect(sumOf([], [{ id: 'a', quantity: 2 }])).toEqual([{ id: 'a', quantity: 2 }])
    expect(sumOf([{ id: 'a' }], [{ id: 'a', quantity: 2 }])).toEqual([{ id: 'a', quantity: 2 }])
  })
  it('collapses rows of one key within a side, whichever of them is counted', () => {
    const [bare, two, three] = [{ id: 'a' }, { id: 'a', quantity: 2 }, { id: 'a', quantity: 3 }]
    for (const rows of [
      [bare, two],
      [two, bare],
    ])
      expect(sumOf(rows, [])).toEqual([two])
    expect(sumOf([two, three], [])).toEqual([{ id: 'a', quantity: 5 }])
    expect(sumOf([bare, bare], [])).toEqual([bare])
  })
})
