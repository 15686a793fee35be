import { describe, expect, test } from 'vitest'
import { rowChanges } from '../src/components/rows/row-changes.ts'
import { changedFields } from '../src/features/review/fields/changed-fields.ts'
import { laterEdits } from '../src/features/review/undo/changed-since.ts'
import { answerOf } from '../src/lib/draft/answer.ts'
import { type DraftEvent, newDraft, reduceDraft } from '../src/lib/draft/draft.ts'
import { joinTexts } from '../src/lib/draft/join-texts.ts'
import { splitFields } from '../src/lib/draft/units.ts'
import { detail, field } from './fixtures.ts'

const part = (item: string, quantity: number) => ({ item, quantity })

describe('rows', () => {
  const keyed = { key: 'item', rule: 'keyed', columns: {} } as const
  const table = (rule: 'keyed' | 'union' | 'sum_quantities', sides: object) =>
    rowChanges({ rows: { ...keyed, rule }, ...sides }).map(({ key, fate, sum }) => [key, fate, sum])

  test('each row says what became of it', () => {
    const base = [part('kept', 1), part('here', 1), part('there', 1), part('both', 1), part('gone', 1)]
    const server = [part('kept', 1), part('here', 2), part('there', 1), part('both', 2), part('new-here', 1)]
    const client = [
      part('kept', 1),
      part('here', 1),
      part('there', 3),
      part('both', 3),
      part('gone', 1),
      part('new-there', 1),
    ]
    expect(table('keyed', { base, server, client })).toEqual([
      ['kept', 'same', null],
      ['here', 'changed_server', null],
      ['there', 'changed_client', null],
      ['both', 'changed_both', null],
      ['new-here', 'added_server', null],
      ['gone', 'removed_server', null],
      ['new-there', 'added_client', null],
    ])
  })

  test('quantities are shown as they add up', () => {
    const sides = { base: [part('f', 2)], server: [part('f', 3)], client: [part('f', 5)] }
    expect(table('sum_quantities', sides)).toEqual([['f', 'summed', { before: 2, server: 1, client: 3 }]])
    const without = { base: [], server: [part('f', 2)], client: [part('f', 3)] }
    expect(table('sum_quantities', without)).toEqual([
      ['f', 'summed', { before: null, server: 2, client: 3 }],
    ])
  })

  test('of two first writes, one stays', () => {
    const sides = { base: [], server: [part('f', 2)], client: [part('f', 3)] }
    expect(table('union', sides)).toEqual([['f', 'first_stays', null]])
  })
})

test.each([
  ['one two three', 'one 2 three', 'one two 3', 'one 2 3'],
  ['a b c', 'a x c', 'a y c', 'a x y c'],
  [null, 'here', 'there', 'here\nthere'],
  ['a', 'a', '', 'a'],
])('%s: %s and %s make %s', (before, server, client, both) => {
  expect(joinTexts(before, server, client)).toBe(both)
})

describe('a rule overruled', () => {
  const item = detail({
    fields_view: [
      field({ name: 'title', base: 'a', server: 'b', client: 'c' }),
      field({ name: 'note', disposition: 'settled', winner: 'both', server: 'merged', client: 'theirs' }),
    ],
    decisions: [
      {
        field: 'note',
        winner: 'both',
        rule: 'auto_merge_fields',
        base: 'old',
        server: 'ours',
        client: 'theirs',
      },
    ],
  })
  const after = (...events: DraftEvent[]) => events.reduce(reduceDraft, newDraft(item))
  const taken: DraftEvent = { type: 'overridden', unit: 'note', on: true }
  const pick = (unit: string): DraftEvent => ({ type: 'picked', unit, pick: { pick: 'server' } })

  test('it is decided like the others, about what each side had then', () => {
    const [, note] = splitFields(item, ['note']).open
    expect(note).toMatchObject({
      isOverride: true,
      fields: [{ base: 'old', server: 'ours', client: 'theirs' }],
    })
    expect(splitFields(item, ['note']).settled).toEqual([])
  })

  test('it needs a reason, and sends the value itself', () => {
    const draft = after(taken, pick('title'), pick('note'))
    expect(answerOf(item, draft).obstacle).toEqual({ is: 'reason_for_override' })
    const told = reduceDraft(draft, { type: 'commented', comment: 'wrong here' })
    expect(answerOf(item, told)).toMatchObject({
      obstacle: null,
      request: { choices: { title: { pick: 'server' }, note: { value: 'ours' } }, comment: 'wrong here' },
    })
  })

  test('it can be left to the rule again, and taken back like a pick', () => {
    const left = after(taken, pick('note'), { type: 'overridden', unit: 'note', on: false })
    expect([left.overrides, left.picks]).toEqual([[], {}])
    expect(reduceDraft(left, { type: 'undone' }).overrides).toEqual(['note'])
  })
})

test('what stands in the way of an undo is read as far as it is said', () => {
  const problem = { type: 'x', title: 'x', status: 409, code: 'changed_since', retryable: false }
  const changed = [{ name: 'A', fields: ['title'], deleted: false, by: 'dana', at: null }, 'nonsense']
  expect(laterEdits({ ...problem, changed })).toEqual([changed[0]])
  expect(laterEdits(problem)).toEqual([])
})

test('of a record that one side deleted, what the other had changed is named, and nothing of the one that deleted', () => {
  const item = detail({
    kind: 'delete_edit',
    server: { title: 'new', status: 'Open' },
    client: null,
    fields_view: [
      field({ name: 'title', disposition: 'unchanged', base: 'old', server: 'new' }),
      field({ name: 'status', disposition: 'unchanged', base: 'Open', server: 'Open' }),
    ],
  })
  expect(changedFields(item, 'server').map(({ name }) => name)).toEqual(['title'])
  expect(changedFields(item, 'client')).toEqual([])
})
