import { describe, expect, test } from 'vitest'
import { answerOf } from '../src/lib/draft/answer.ts'
import { type DraftEvent, newDraft, reduceDraft } from '../src/lib/draft/draft.ts'
import { offeredPicks, splitFields, takesCustom } from '../src/lib/draft/units.ts'
import { detail, field } from './fixtures.ts'

const WHEN = { name: 'when', label: 'When' }
const item = detail({
  fields_view: [
    field({ name: 'start', type: 'datetime', group: WHEN, base: 'a', server: 'b', client: 'c' }),
    field({
      name: 'duration',
      type: 'duration',
      group: WHEN,
      base: 60,
      server: 60,
      client: 60,
      disposition: 'unchanged',
    }),
    field({ name: 'note', type: 'long_text', base: 'one', server: 'two', client: 'three' }),
    field({ name: 'phone', disposition: 'settled', server: '1', client: '2' }),
    field({ name: 'title', disposition: 'unchanged', server: 'same', client: 'same' }),
  ],
})

const after = (...events: DraftEvent[]) => events.reduce(reduceDraft, newDraft(item))
const sideOf = (pick: 'server' | 'client' | 'base', unit = 'note'): DraftEvent => ({
  type: 'picked',
  unit,
  pick: { pick },
})

describe('units', () => {
  test('a group is one decision, with its unchanged members', () => {
    const { open, settled, unchanged } = splitFields(item)
    expect(open.map(({ id, fields }) => [id, fields.map(({ name }) => name)])).toEqual([
      ['group:when', ['start', 'duration']],
      ['note', ['note']],
    ])
    expect(settled.map(({ name }) => name)).toEqual(['phone'])
    expect(unchanged.map(({ name }) => name)).toEqual(['title'])
  })

  test('only answers that make sense are offered', () => {
    const [when, note] = splitFields(item).open
    expect(when && offeredPicks(when)).toEqual(['server', 'client', 'base'])
    expect(note && offeredPicks(note)).toEqual(['server', 'client', 'base', 'empty', 'both'])
    const [unknownBase] = splitFields(
      detail({ fields_view: [field({ name: 'n', type: 'int', server: 1, client: 2 })] }),
    ).open
    expect(unknownBase && offeredPicks(unknownBase)).toEqual(['server', 'client', 'empty'])
    const [picture] = splitFields(
      detail({ fields_view: [field({ name: 's', type: 'signature', server: 'x', client: 'y' })] }),
    ).open
    expect(picture && takesCustom(picture)).toBe(false)
  })
})

describe('a draft', () => {
  test('nothing is picked beforehand, and nothing can be sent', () => {
    const answer = answerOf(item, newDraft(item))
    expect(answer).toMatchObject({ decided: 0, total: 2, missing: ['group:when', 'note'] })
    expect(answer.obstacle).toEqual({ is: 'open' })
    expect(answer.request.choices).toEqual({})
  })

  test('a side is sent as a pick for the fields that wait, a typed value for every member', () => {
    const sides = after(sideOf('client', 'group:when'), sideOf('server'))
    expect(answerOf(item, sides)).toMatchObject({
      obstacle: null,
      request: { action: 'choose', choices: { start: { pick: 'client' }, note: { pick: 'server' } } },
    })
    const typed = after(sideOf('server'), {
      type: 'picked',
      unit: 'group:when',
      pick: { values: { start: '2026-11-24T13:00:00.000Z', duration: 45 }, from: 'slot' },
    })
    expect(answerOf(item, typed).request.choices).toEqual({
      start: { value: '2026-11-24T13:00:00.000Z' },
      duration: { value: 45 },
      note: { pick: 'server' },
    })
  })

  test('a typed value that is not valid is not decided', () => {
    const wrong = after(sideOf('server'), {
      type: 'picked',
      unit: 'group:when',
      pick: { values: { start: 'soon', duration: 60 }, from: 'typed' },
    })
    expect(answerOf(item, wrong).missing).toEqual(['group:when'])
  })

  test('undo gives back "not decided", redo the pick', () => {
    const picked = after(sideOf('server'), sideOf('client'))
    const undone = reduceDraft(picked, { type: 'undone' })
    expect(undone.picks.note).toEqual({ pick: 'server' })
    const blank = reduceDraft(undone, { type: 'undone' })
    expect(blank.picks).toEqual({})
    expect(reduceDraft(blank, { type: 'undone' })).toBe(blank)
    expect(reduceDraft(reduceDraft(blank, { type: 'redone' }), { type: 'redone' }).picks).toEqual(
      picked.picks,
    )
  })

  test('typing is one step of undo', () => {
    const type = (note: string): DraftEvent => ({
      type: 'picked',
      unit: 'note',
      pick: { values: { note }, from: 'typed' },
    })
    const typed = after(sideOf('client'), type('a'), type('ab'), type('abc'))
    expect(reduceDraft(typed, { type: 'undone' }).picks.note).toEqual({ pick: 'client' })
  })

  test('what was sent does not change until the answer is known', () => {
    const sent = after(sideOf('server'), { type: 'sending', attempt: { key: 'k', body: '{}' } })
    expect(reduceDraft(sent, sideOf('client'))).toBe(sent)
    expect(reduceDraft(sent, { type: 'commented', comment: 'x' })).toBe(sent)
    expect(reduceDraft(sent, { type: 'answered' }).attempt).toBeNull()
  })

  test('a field someone else must decide stops the whole', () => {
    const locked = detail({
      fields_view: [field({ name: 'priority', server: 'Low', client: 'High', editable: false })],
    })
    const draft = reduceDraft(newDraft(locked), sideOf('server', 'priority'))
    expect(answerOf(locked, draft).obstacle).toMatchObject({ is: 'locked' })
  })
})

describe('a verdict', () => {
  const collision = detail({ kind: 'slot_collision', actions: ['move', 'cancel', 'book_anyway'] })
  const judged = (action: 'move' | 'cancel' | 'book_anyway', values: Record<string, string> | null = null) =>
    reduceDraft(newDraft(collision), {
      type: 'judged',
      verdict: { action, target: 'other', pick: null, values },
    })

  test('a move needs a time, keeping both a reason, a cancellation nothing', () => {
    expect(answerOf(collision, newDraft(collision)).obstacle).toEqual({ is: 'outcome' })
    expect(answerOf(collision, judged('move')).obstacle).toEqual({ is: 'time' })
    expect(answerOf(collision, judged('move', { start: 'x' }))).toMatchObject({
      obstacle: null,
      request: { action: 'move', target: 'other', choices: { start: { value: 'x' } } },
    })
    expect(answerOf(collision, judged('book_anyway')).obstacle).toEqual({ is: 'reason' })
    expect(answerOf(collision, judged('cancel')).obstacle).toBeNull()
  })

  test('a deletion against a change is answered for the whole record', () => {
    const deletion = detail({ kind: 'delete_edit', client: null })
    const draft = reduceDraft(newDraft(deletion), {
      type: 'judged',
      verdict: { action: 'choose', target: 'this', pick: 'client', values: null },
    })
    expect(answerOf(deletion, draft).request).toMatchObject({ choices: { _document: { pick: 'client' } } })
  })
})
