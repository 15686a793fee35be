import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DocTypeRule } from '../src/doctype-rule.ts'
import {
  BOOKKEEPING,
  canonicalJson,
  docTypeRule,
  registeredDocTypes,
  resolveConflict,
  sameValue,
} from '../src/index.ts'
import { sumRows } from '../src/merge/sum-rows.ts'
import { uniteRows } from '../src/merge/union-rows.ts'
import type { Doc, FieldDecision, Json, Resolution, Versions } from '../src/shapes.ts'
import { contextOf, deepFreeze, docOf, hostileDoc, versionsOf } from './arbitrary.ts'
import { situationOf, tallyOf } from './tally.ts'

const SEED = Number(process.env.FC_SEED ?? 20251201)
const RUNS = Number(process.env.FC_RUNS ?? 60)
const options = { seed: SEED, numRuns: RUNS }

const { saw } = tallyOf('laws.test.ts')

const RULES: readonly DocTypeRule[] = registeredDocTypes().flatMap((name) => docTypeRule(name) ?? [])

describe.each(RULES.map((rule) => [rule.name, rule] as const))('%s', (name, rule) => {
  const situation = fc.tuple(versionsOf(rule), contextOf)
  const merging = fc.tuple(versionsOf(rule, { deletes: false }), contextOf)

  it('R-1, R-2: has one defined answer, and leaves its inputs as they were', () => {
    fc.assert(
      fc.property(situation, ([versions, context]) => {
        const before = JSON.stringify([versions, context])
        deepFreeze(versions)
        deepFreeze(context)
        const first = resolveConflict(name, versions, context)
        expect(resolveConflict(name, versions, context)).toEqual(first)
        expect(JSON.stringify([versions, context])).toBe(before)
        expectConsistent(first)
        saw('R-1, R-2 one answer', first.outcome, ...situationOf(versions))
      }),
      options,
    )
  })

  it('R-1: the order of keys does not matter', () => {
    fc.assert(
      fc.property(situation, ([versions, context]) => {
        const first = resolveConflict(name, versions, context)
        const second = resolveConflict(name, reversedKeys(versions), context)
        saw('R-1 order of keys', first.outcome)
        expect(canonicalJson(second as unknown as Json)).toBe(canonicalJson(first as unknown as Json))
      }),
      options,
    )
  })

  it('R-2: any JSON has an answer, and no prototype is touched', () => {
    fc.assert(
      fc.property(hostileDoc, hostileDoc, hostileDoc, fc.boolean(), (base, server, client, isBaseKnown) => {
        const { doc, outcome } = resolveConflict(
          name,
          isBaseKnown ? { base, server, client } : { server, client },
        )
        saw('R-2 any JSON', outcome, isBaseKnown ? 'base known' : 'base unknown')
        expect(doc === null || Object.getPrototypeOf(doc) === Object.prototype).toBe(true)
        expect(Object.hasOwn(doc ?? {}, '__proto__')).toBe(false)
        expect(({} as Record<string, unknown>).polluted).toBeUndefined()
      }),
      options,
    )
  })

  it('R-3: what the client does not mention stays as the server has it', () => {
    fc.assert(
      fc.property(merging, fc.constantFrom(...Object.keys(rule.fields)), ([versions, context], field) => {
        if (rule.groups?.some(({ fields }) => fields.includes(field)) || rule.fields[field]?.derived) return
        if (field === 'validation_status') return
        const { [field]: _mentioned, ...client } = versions.client ?? {}
        const { doc, outcome } = resolveConflict(name, { ...versions, client }, context)
        saw('R-3 absent is untouched', outcome)
        expect(sameValue(name, field, doc?.[field], versions.server?.[field])).toBe(true)
      }),
      options,
    )
  })

  it('R-4: what only the client changed stands', () => {
    fc.assert(
      fc.property(docOf(rule), docOf(rule), contextOf, (base, edit, context) => {
        if (rule.strategy === 'append_only') return
        const { doc, outcome } = resolveConflict(
          name,
          { base, server: base, client: { ...base, ...edit } },
          context,
        )
        saw('R-4 only the client', outcome)
        for (const [field, value] of Object.entries(edit)) {
          if (isOutside(rule, field)) continue
          expect(sameValue(name, field, doc?.[field], value), field).toBe(true)
        }
      }),
      options,
    )
  })

  it('R-6: every value that does not win is on record', () => {
    fc.assert(
      fc.property(merging, ([versions, context]) => {
        const resolution = resolveConflict(name, versions, context)
        saw('R-6 nothing lost', resolution.outcome, ...winnersOf(resolution))
        for (const field of Object.keys(versions.client ?? {})) expectKept(rule, versions, resolution, field)
      }),
      options,
    )
  })

  it('R-11: resolving a result against itself changes nothing', () => {
    fc.assert(
      fc.property(situation, ([versions, context]) => {
        const { doc, outcome } = resolveConflict(name, versions, context)
        saw('R-11 against itself', outcome)
        const again = resolveConflict(name, { base: doc, server: doc, client: doc }, context)
        expect(again.outcome).toBe('unchanged')
        expect(again.doc).toEqual(doc)
      }),
      options,
    )
  })

  it('R-11: resolving again against the old base changes nothing but sums and merged texts', () => {
    fc.assert(
      fc.property(merging, ([versions, context]) => {
        const first = resolveConflict(name, versions, context)
        const second = resolveConflict(name, { ...versions, server: first.doc }, context)
        saw('R-11 against the old base', first.outcome)
        expect(withoutSums(rule, second.doc)).toEqual(withoutSums(rule, first.doc))
      }),
      options,
    )
  })

  it('R-17: a merge never makes a mixture of a group that neither side wrote', () => {
    fc.assert(
      fc.property(versionsOf(rule, { deletes: false }), contextOf, (versions, context) => {
        if (!versions.base) return
        const { doc, outcome } = resolveConflict(name, versions, context)
        saw('R-17 no mixture', outcome, rule.groups ? 'with groups' : 'without groups')
        for (const { fields } of rule.groups ?? []) expectUnmixed(name, fields, versions, doc)
      }),
      options,
    )
  })
})

describe('union of rows', () => {
  const table = {
    child_field: 'rows',
    merge_strategy: 'union',
    dedup_key: 'id',
    order_by: 'at',
    append_only: true,
  } as const
  const row = fc.oneof(
    fc.record(
      {
        id: fc.constantFrom<Json>('a', 'b', 'c', 1, '1', '', null),
        at: fc.constantFrom<Json>(
          '2025-12-01T10:00:00Z',
          '2025-12-01T15:00:00+05:00',
          '2025-12-01 09:00:00.000001',
          5,
          'soon',
          null,
        ),
        text: fc.constantFrom('x', 'y'),
      },
      { requiredKeys: [] },
    ),
    fc.record({ id: fc.constantFrom<Json>('a', 'b', 1, '1'), text: fc.constantFrom('x', 'y') }),
    fc.constantFrom<Json>('text', 7, null),
  )
  const rows = fc.array(row as fc.Arbitrary<Json>, { maxLength: 5, size: 'max' })
  const unite = (a: readonly Json[], b: readonly Json[]) => uniteRows(table, a, b).rows

  it('is commutative', () => {
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        saw('union commutative', ...overlapOf(a, b))
        expect(unite(a, b)).toEqual(unite(b, a))
      }),
      { seed: SEED, numRuns: 500 },
    )
  })
  it('is associative', () => {
    fc.assert(
      fc.property(rows, rows, rows, (a, b, c) => {
        saw('union associative', ...overlapOf(a, [...b, ...c]))
        expect(unite(unite(a, b), c)).toEqual(unite(a, unite(b, c)))
      }),
      { seed: SEED, numRuns: 500 },
    )
  })
  it('is idempotent', () => {
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        const once = unite(a, b)
        saw('union idempotent', ...overlapOf(a, b))
        expect(unite(once, b)).toEqual(once)
        expect(unite(once, once)).toEqual(once)
      }),
      { seed: SEED, numRuns: 500 },
    )
  })
})

describe('sums of quantities', () => {
  const table = {
    child_field: 'rows',
    merge_strategy: 'union',
    dedup_key: 'item',
    conflict_on_same_key: 'sum_quantities',
  } as const
  const rows = fc.uniqueArray(
    fc.record({ item: fc.constantFrom('a', 'b', 'c'), quantity: fc.integer({ min: 1, max: 9 }) }),
    {
      selector: ({ item }) => item,
    },
  )
  const total = (list: readonly Json[]) =>
    list.reduce<number>((sum, item) => sum + Number((item as Doc).quantity ?? 0), 0)

  it('add the difference of each side to the base, once', () => {
    fc.assert(
      fc.property(rows, rows, rows, (base, server, client) => {
        const items = new Set([...server, ...client].map(({ item }) => item))
        const of = (list: typeof base, item: string) =>
          list.find((other) => other.item === item)?.quantity ?? 0
        const sum = sumRows(table, undefined, { base, server, client })
        const expected = [...items].map((item) => of(server, item) + of(client, item) - of(base, item))
        expect(total(sum.rows)).toBe(expected.reduce((a, b) => a + b, 0))
        expect(sum.isImpossible).toBe(expected.some((quantity) => quantity < 0))
        saw('sums of deltas', sum.isImpossible ? 'below zero' : 'possible')
      }),
      { seed: SEED, numRuns: 300 },
    )
  })

  it('do not depend on which side is the server', () => {
    fc.assert(
      fc.property(rows, rows, rows, (base, server, client) => {
        const one = sumRows(table, undefined, { base, server, client })
        const other = sumRows(table, undefined, { base, server: client, client: server })
        saw('sums of either side', one.isImpossible ? 'below zero' : 'possible')
        expect(total(one.rows)).toBe(total(other.rows))
      }),
      { seed: SEED, numRuns: 300 },
    )
  })

  it('count an unchanged side once', () => {
    fc.assert(
      fc.property(rows, rows, (base, other) => {
        saw('sums of one side', base.length === 0 ? 'nothing before' : 'something before')
        expect(total(sumRows(table, undefined, { base, server: base, client: other }).rows)).toBe(
          total(other),
        )
        expect(total(sumRows(table, undefined, { base, server: other, client: base }).rows)).toBe(
          total(other),
        )
      }),
      { seed: SEED, numRuns: 300 },
    )
  })
})

function winnersOf({ decisions }: Resolution): string[] {
  return [...new Set(decisions.map(({ winner }) => `some ${winner}`))]
}

/** Do the sides share a key, and do they disagree about it? */
function overlapOf(a: readonly Json[], b: readonly Json[]): string[] {
  const idOf = (row: Json) => (typeof row === 'object' && row !== null && 'id' in row ? row.id : undefined)
  const shared = a.filter((row) => b.some((other) => idOf(row) !== undefined && idOf(row) === idOf(other)))
  return [
    shared.length > 0 ? 'a key on both sides' : a.length * b.length === 0 ? 'a side empty' : 'no key shared',
  ]
}

function expectConsistent({
  outcome,
  doc,
  pending,
  hold,
  conflicts,
  branch,
  rejection,
  decisions,
}: Resolution): void {
  expect(outcome === 'held').toBe(pending.length > 0)
  expect(hold !== undefined).toBe(pending.length > 0)
  if (hold) expect(hold.fields).toEqual(pending)
  expect(outcome === 'rejected').toBe(rejection !== undefined)
  expect(outcome === 'branched').toBe(branch !== undefined)
  expect(conflicts).toEqual(expect.arrayContaining([...pending]))
  const decided = new Set(decisions.map(({ field }) => field))
  for (const field of conflicts) expect(decided.has(field), field).toBe(true)
  expect(decided.size).toBe(decisions.length)
  const waiting = decisions.filter(({ winner }) => winner === 'pending').map(({ field }) => field)
  expect(waiting.sort()).toEqual([...pending].sort())
  expect(JSON.parse(JSON.stringify(doc))).toEqual(doc)
}

function expectKept(
  rule: DocTypeRule,
  versions: Versions,
  { doc, decisions }: Resolution,
  field: string,
): void {
  if (isOutside(rule, field)) return
  for (const side of ['server', 'client'] as const) {
    const value = versions[side]?.[field]
    if (value === undefined || sameValue(rule.name, field, doc?.[field], value)) continue
    if (versions.base && sameValue(rule.name, field, versions.base[field], value)) continue
    const decision = decisions.find((candidate: FieldDecision) => candidate.field === field)
    expect(decision?.[side], `${field} of ${side}`).toEqual(value)
  }
}

function expectUnmixed(name: string, fields: readonly string[], versions: Versions, doc: Doc | null): void {
  const isOf = (side: Doc | null | undefined) =>
    fields.every((field) => sameValue(name, field, doc?.[field], side?.[field]))
  expect(
    isOf(versions.server) || isOf(versions.client) || isDisjoint(name, fields, versions),
    JSON.stringify([versions, doc]),
  ).toBe(true)
}

/** Only one side touched the group. */
function isDisjoint(name: string, fields: readonly string[], { base, server, client }: Versions): boolean {
  const touched = (side: Doc | null | undefined) =>
    fields.some((field) => !sameValue(name, field, base?.[field], side?.[field]))
  return !(touched(server) && touched(client))
}

function isOutside(rule: DocTypeRule, field: string): boolean {
  return BOOKKEEPING.includes(field) || rule.fields[field]?.derived === true
}

function withoutSums(rule: DocTypeRule, doc: Doc | null): Doc | null {
  if (!doc) return doc
  const skipped = new Set([
    ...(rule.auto_merge_fields ?? []),
    ...(rule.child_tables ?? []).flatMap((table) =>
      table.conflict_on_same_key === 'sum_quantities' ? [table.child_field] : [],
    ),
  ])
  return Object.fromEntries(Object.entries(doc).filter(([field]) => !skipped.has(field)))
}

function reversedKeys({ base, server, client }: Versions): Versions {
  const turn = (doc: Doc) => Object.fromEntries(Object.entries(doc).reverse())
  return {
    ...(base === undefined ? {} : { base: base && turn(base) }),
    ...(server === undefined ? {} : { server: server && turn(server) }),
    client: client && turn(client),
  }
}
