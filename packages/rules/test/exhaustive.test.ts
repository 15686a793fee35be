/**
 * Every field of every DocType, absent, null, or one of two values, in base, server and client, under every operation:
 * one table per strategy. What is expected stands in exhaustive-plan.ts.
 */
import { afterAll, describe, expect, it } from 'vitest'
import type { DocTypeRule, FieldType } from '../src/doctype-rule.ts'
import {
  candidateRule,
  type Doc,
  docTypeRule,
  type Json,
  type Resolution,
  type ResolveContext,
  registeredDocTypes,
  resolveByRule,
  type Strategy,
} from '../src/index.ts'
import {
  isSame,
  type Outcome,
  onDelete,
  onTombstone,
  onUpdate,
  type Situation,
  type State,
} from './exhaustive-plan.ts'

const PAIRS: Readonly<Partial<Record<FieldType, readonly [Json, Json]>>> = {
  date: ['2025-12-01', '2025-12-02'],
  time: ['09:00', '10:00'],
  datetime: ['2025-12-01T09:00:00Z', '2025-12-01T10:00:00Z'],
  duration: [30, 60],
  int: [1, 2],
  float: [1.5, 2.5],
  currency: [1.5, 2.5],
  json: [{ a: 1 }, { a: 2 }],
  geo: [{ a: 1 }, { a: 2 }],
}
/** Rows, sets and counted boxes have laws of their own. */
const ELSEWHERE: readonly FieldType[] = ['table', 'attachments', 'check']
const CONTEXT: ResolveContext = { name: 'X', now: '2025-12-01T10:00:00Z' }
const LATER: ResolveContext = {
  client_effective_at: '2025-12-01T10:00:00Z',
  server_modified_at: '2025-12-01T09:00:00Z',
}
const CALM: Situation = {
  isBaseKnown: true,
  isStale: false,
  isClientLater: false,
  isMovedElsewhere: false,
}
/** A field that no DocType has, for what else the server changed. */
const ELSE = 'custom_field'

/** One operation on one field: what the rules say, and what the plan says. */
interface Operation {
  readonly name: string
  /** The sides whose states matter; the others are as the operation makes them. */
  readonly sides: readonly (keyof State)[]
  resolve(rule: DocTypeRule, field: string, state: State): Resolution
  expected(rule: DocTypeRule, field: string, state: State): Outcome
}

function update(name: string, differs: Partial<Situation>, context: ResolveContext = {}): Operation {
  const situation = { ...CALM, ...differs }
  const moved = (was: string): Doc => (situation.isMovedElsewhere ? { [ELSE]: was } : {})
  return {
    name,
    sides: situation.isBaseKnown ? ['base', 'server', 'client'] : ['server', 'client'],
    resolve(rule, field, { base, server, client }) {
      const known = situation.isBaseKnown ? { base: { ...docOf(field, base), ...moved('a') } } : {}
      const sides = {
        server: { ...docOf(field, server), ...moved('b') },
        client: { ...docOf(field, client), ...moved('a') },
      }
      return resolveByRule(rule, { ...known, ...sides }, { ...CONTEXT, ...context })
    },
    expected: (rule, field, state) => onUpdate(rule, field, state, situation),
  }
}

const OPERATIONS: readonly Operation[] = [
  update('update', {}),
  update('update of a stale device', { isStale: true }, { stale: true }),
  update('update by the later writer', { isClientLater: true }, LATER),
  update('update beside another change', { isMovedElsewhere: true }),
  update(
    'update by the later writer beside another change',
    { isClientLater: true, isMovedElsewhere: true },
    LATER,
  ),
  update('update without a base', { isBaseKnown: false }),
  {
    name: 'insert',
    sides: ['client'],
    resolve: (rule, field, { client }) => resolveByRule(rule, { client: docOf(field, client) }, CONTEXT),
    expected: () => ({ stored: 'client' }),
  },
  {
    name: 'delete',
    sides: ['base', 'server'],
    resolve: (rule, field, { base, server }) =>
      resolveByRule(rule, { base: docOf(field, base), server: docOf(field, server), client: null }, CONTEXT),
    expected: onDelete,
  },
  {
    name: 'update of a tombstone',
    sides: ['base', 'client'],
    resolve: (rule, field, { base, client }) =>
      resolveByRule(rule, { base: docOf(field, base), server: null, client: docOf(field, client) }, CONTEXT),
    expected: onTombstone,
  },
]

function docOf(field: string, value: Json | undefined): Doc {
  return value === undefined ? {} : { [field]: value }
}

function statesOf(type: FieldType, sides: readonly (keyof State)[]): readonly State[] {
  const pool = [undefined, null, ...(PAIRS[type] ?? ['x', 'y'])]
  const of = (side: keyof State) => (sides.includes(side) ? pool : [undefined])
  return of('base').flatMap((base) =>
    of('server').flatMap((server) => of('client').map((client) => ({ base, server, client }))),
  )
}

/** What is not as the plan says. */
function problemsOf(field: string, state: State, { stored, also }: Outcome, found: Resolution): string[] {
  const value = found.doc?.[field]
  const texts = [state.server, state.client].filter((text) => typeof text === 'string')
  const isStored: Readonly<Record<Outcome['stored'], () => boolean>> = {
    server: () => found.doc !== null && isSame(value, state.server),
    client: () => found.doc !== null && isSame(value, state.client),
    'both texts': () => texts.every((text) => typeof value === 'string' && value.includes(text)),
    cancelled: () => found.doc?.status === 'Cancelled' && (field === 'status' || isSame(value, state.server)),
    tombstone: () => found.doc === null,
  }
  const isBranchRight = found.branch !== undefined && isSame(found.branch.doc[field], state.client)
  return [
    ...(isStored[stored]() ? [] : [`stored ${JSON.stringify(value)}, not ${stored}`]),
    ...((found.outcome === 'held') === (also === 'held') ? [] : [found.outcome]),
    ...((found.outcome === 'rejected') === (also === 'rejected') ? [] : [found.outcome]),
    ...((found.outcome === 'branched') === (also === 'branched') ? [] : [found.outcome]),
    ...(also !== 'branched' || isBranchRight ? [] : [`branch ${JSON.stringify(found.branch)}`]),
  ]
}

function testedFields(rule: DocTypeRule): readonly (readonly [string, FieldType])[] {
  const handled = ['signature', 'signed_by_name', 'signed_at', 'field_values']
  return Object.entries(rule.fields).flatMap(([field, def]) => {
    const isHandled = rule.name === 'Form Submission' && handled.includes(field)
    const isTested = !ELSEWHERE.includes(def.type) && !def.derived && !isHandled && field !== 'branch_of'
    return isTested ? [[field, def.type] as const] : []
  })
}

/** Every registered rule, and for the strategy that no DocType has, two that could have it. */
const RULES: readonly DocTypeRule[] = [
  ...registeredDocTypes().flatMap((name) => docTypeRule(name) ?? []),
  ...['Ticket', 'Task'].map(
    (name) => candidateRule(name, { strategy: 'last_write_wins', reason: 'the core has it' }).rule,
  ),
]
const STRATEGIES: readonly Strategy[] = [...new Set(RULES.map(({ strategy }) => strategy))]
const cases = new Map<Strategy, number>(STRATEGIES.map((strategy) => [strategy, 0]))

describe.each(STRATEGIES)('R-8: %s', (strategy) => {
  const rules = RULES.filter((rule) => rule.strategy === strategy)
  describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
    it.each(testedFields(rule))('%s', (field, type) => {
      const problems = OPERATIONS.flatMap((operation) =>
        statesOf(type, operation.sides).flatMap((state) => {
          cases.set(strategy, (cases.get(strategy) ?? 0) + 1)
          const expected = operation.expected(rule, field, state)
          const found = problemsOf(field, state, expected, operation.resolve(rule, field, state))
          return found.map((problem) => `${operation.name} of ${JSON.stringify(state)}: ${problem}`)
        }),
      )
      expect(problems).toEqual([])
    })
  })
})

describe('the tables', () => {
  it('are one for each of the seven strategies, and of more than 100,000 cases', () => {
    expect(STRATEGIES).toHaveLength(7)
    expect([...cases.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(100_000)
  })
  afterAll(() => {
    console.info([...cases].map(([strategy, count]) => `${strategy}: ${count} cases`).join('\n'))
  })
})
