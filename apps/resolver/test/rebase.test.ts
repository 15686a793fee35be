import type { ConflictDetail } from '@dartwing/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Draft, newDraft, reduceDraft, type UnitPick } from '../src/lib/draft/draft.ts'
import { rebaseDraft } from '../src/lib/draft/rebase.ts'
import { detail, field } from './fixtures.ts'

const NAMES = ['a', 'b', 'c', 'd']
const value = fc.constantFrom('one', 'two', 'three', null)
const sides = fc.record({ base: value, server: value, client: value })
const version = fc.dictionary(fc.constantFrom(...NAMES), sides)
const pick: fc.Arbitrary<UnitPick> = fc.oneof(
  fc.record({
    pick: fc.constantFrom(
      'server' as const,
      'client' as const,
      'base' as const,
      'empty' as const,
      'both' as const,
    ),
  }),
  fc.record({
    values: fc.dictionary(fc.constantFrom(...NAMES), fc.string()),
    from: fc.constantFrom('typed' as const, 'slot' as const),
  }),
)
const picks = fc.dictionary(fc.constantFrom(...NAMES), pick)

type Version = Record<string, { base: string | null; server: string | null; client: string | null }>

function itemOf(fields: Version, revision: number): ConflictDetail {
  return detail({
    revision,
    fields_view: Object.entries(fields).map(([name, sidesOf]) =>
      field({ name, type: 'long_text', ...sidesOf }),
    ),
  })
}

function drafted(item: ConflictDetail, chosen: Record<string, UnitPick>): Draft {
  return Object.entries(chosen).reduce(
    (draft, [unit, answer]) => reduceDraft(draft, { type: 'picked', unit, pick: answer }),
    newDraft(item),
  )
}

describe('rebasing a draft after the item moved', () => {
  test('never drops a value someone typed', () => {
    fc.assert(
      fc.property(version, version, picks, (before, after, chosen) => {
        const rebased = rebaseDraft(drafted(itemOf(before, 1), chosen), itemOf(after, 2))
        for (const [unit, answer] of Object.entries(chosen)) {
          if ('values' in answer) expect(rebased.picks[unit]).toEqual(answer)
        }
      }),
      { seed: 20261122, numRuns: 300 },
    )
  })

  test('never keeps a pick whose values changed, and keeps every other', () => {
    fc.assert(
      fc.property(version, version, picks, (before, after, chosen) => {
        const rebased = rebaseDraft(drafted(itemOf(before, 1), chosen), itemOf(after, 2))
        for (const [unit, answer] of Object.entries(chosen)) {
          if ('values' in answer) continue
          const same = JSON.stringify(before[unit]) === JSON.stringify(after[unit])
          expect(rebased.picks[unit]).toEqual(same ? answer : undefined)
        }
      }),
      { seed: 20261122, numRuns: 300 },
    )
  })

  test('is idempotent and takes the new revision', () => {
    fc.assert(
      fc.property(version, version, picks, (before, after, chosen) => {
        const fresh = itemOf(after, 2)
        const once = rebaseDraft(drafted(itemOf(before, 1), chosen), fresh)
        expect(once.revision).toBe(2)
        expect(rebaseDraft(once, fresh)).toEqual(once)
      }),
      { seed: 20261122, numRuns: 200 },
    )
  })

  test('marks what moved with what it was', () => {
    const before = itemOf({ a: { base: 'one', server: 'two', client: 'three' } }, 1)
    const after = itemOf({ a: { base: 'one', server: 'one', client: 'three' } }, 2)
    const rebased = rebaseDraft(drafted(before, { a: { pick: 'server' } }), after)
    expect(rebased.picks).toEqual({})
    expect(rebased.moved).toEqual({ a: { a: { base: 'one', server: 'two', client: 'three' } } })
    expect(reduceDraft(rebased, { type: 'picked', unit: 'a', pick: { pick: 'client' } }).moved).toEqual({})
  })

  test('a signature that moved is not accepted any longer', () => {
    const signed = (server: string, revision: number) =>
      detail({
        kind: 'signature_review',
        revision,
        fields_view: [
          field({ name: 'signature', type: 'signature', server, client: 'data:image/png;base64,BBBB' }),
        ],
      })
    const before = signed('data:image/png;base64,AAAA', 1)
    const draft = reduceDraft(newDraft(before), {
      type: 'judged',
      verdict: { action: 'accept_signature', target: 'this', pick: 'server', values: null },
    })
    const moved = rebaseDraft(draft, signed('data:image/png;base64,CCCC', 2))
    expect(moved).toMatchObject({ verdict: null })
    expect(rebaseDraft(draft, signed('data:image/png;base64,AAAA', 2))).toMatchObject({
      verdict: { pick: 'server' },
    })
    expect(JSON.stringify(draft)).not.toContain('base64')
  })
})
