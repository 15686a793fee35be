/** A conformance case: data that a client in any language can run, and what this one makes of it. */
import { candidateRule, resolveByRule, resolveConflict } from '../src/index.ts'
import type { Doc, Json, Resolution, ResolveContext, Strategy, Versions } from '../src/shapes.ts'

export interface Case {
  readonly name: string
  readonly doctype: string
  /** As if the DocType had this strategy and no field lists: for a strategy that no DocType has. */
  readonly strategy?: Strategy
  readonly base?: Doc | null
  readonly server?: Doc | null
  readonly client: Doc | null
  readonly context?: ResolveContext
  readonly expect: Readonly<Record<string, unknown>>
}

type Check = (expected: never, resolution: Resolution) => unknown

/** What each expectation compares: the found value, to be equal to the expected one; booleans must be true. */
const CHECKS: Readonly<Record<string, Check>> = {
  outcome: (expected: string, found) => found.outcome === expected || found.outcome,
  outcome_not: (expected: string, found) => found.outcome !== expected || found.outcome,
  doc: (expected: Doc | null, found) => sameNamed(expected, found.doc),
  branch_doc: (expected: Doc, found) => sameNamed(expected, found.branch?.doc ?? null),
  branch_name_matches: (expected: string, found) =>
    new RegExp(expected).test(found.branch?.name ?? '') || found.branch,
  winner: (expected: Record<string, string>, found) =>
    Object.entries(expected).every(([field, winner]) =>
      found.decisions.some((decision) => decision.field === field && decision.winner === winner),
    ) || found.decisions,
  conflicts: (expected: string[], found) => same(expected.toSorted(), found.conflicts.toSorted()),
  conflicts_include: (expected: string[], found) =>
    expected.every((field) => found.conflicts.includes(field)),
  conflicts_exclude: (expected: string[], found) =>
    !expected.some((field) => found.conflicts.includes(field)),
  pending: (expected: string[], found) => same(expected.toSorted(), found.pending.toSorted()),
  pending_include: (expected: string[], found) => expected.every((field) => found.pending.includes(field)),
  pending_min: (expected: number, found) => found.pending.length >= expected,
  hold_type: (expected: string, found) => same(expected, found.hold?.conflict_type),
  hold_kind: (expected: string, found) => same(expected, found.hold?.kind),
  rows: (expected: Record<string, Doc[]>, found) =>
    Object.entries(expected).every(([field, rows]) => sameRows(rows, listOf(found, field), false)) ||
    found.doc,
  order: (expected: Record<string, { key: string; is: Json[] }>, found) =>
    Object.entries(expected).every(
      ([field, { key, is }]) =>
        same(
          is,
          listOf(found, field).map((row) => (row as Doc)[key]),
        ) === true,
    ) || found.doc,
  count: (expected: Record<string, number>, found) =>
    Object.entries(expected).every(([field, count]) => listOf(found, field).length === count) || found.doc,
  contains: (expected: Record<string, string[]>, found) =>
    Object.entries(expected).every(([field, texts]) =>
      texts.every((text) => String(found.doc?.[field]).includes(text)),
    ) || found.doc,
  notices: (expected: string[], found) =>
    same(
      expected,
      found.notices.map(({ type }) => type),
    ),
  notices_include: (expected: string[], found) =>
    expected.every((type) => found.notices.some((notice) => notice.type === type)),
  rejection: (expected: string, found) => same(expected, found.rejection?.code),
  loser_recorded: (expected: Json[], found) => expected.every((value) => isLoser(value, found)),
}

/** The expectations of a case that do not hold. */
export function failures(testCase: Case): readonly string[] {
  const resolution = resolutionOf(testCase)
  return Object.entries(testCase.expect).flatMap(([key, expected]) => {
    const check = CHECKS[key]
    if (!check) return [`the runner does not know ${key}`]
    const result = check(expected as never, resolution)
    return result === true
      ? []
      : [`${key}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(result)}`]
  })
}

function resolutionOf(testCase: Case): Resolution {
  const { doctype, strategy, context } = testCase
  const versions = versionsOf(testCase)
  if (!strategy) return resolveConflict(doctype, versions, context)
  return resolveByRule(candidateRule(doctype, { strategy, reason: strategy }).rule, versions, context)
}

function versionsOf({ base, server, client, ...rest }: Case): Versions {
  return {
    ...(base === undefined ? {} : { base }),
    ...('server' in rest || server !== undefined ? { server } : {}),
    client,
  }
}

function sameNamed(expected: Doc | null, found: Doc | null): true | unknown {
  if (expected === null || found === null) return same(expected, found)
  const isSame = Object.entries(expected).every(([field, value]) =>
    field === 'messages_set'
      ? sameRows(value as Doc[], found.messages as Json[], true)
      : same(value, found[field]) === true,
  )
  return isSame || found
}

function sameRows(expected: readonly Doc[], found: readonly Json[], isWhole: boolean): boolean {
  if (expected.length !== found.length) return false
  return expected.every((row) =>
    found.some((other) =>
      isWhole
        ? same(row, other) === true
        : Object.entries(row).every(([key, value]) => same(value, (other as Doc)[key]) === true),
    ),
  )
}

function isLoser(value: Json, { decisions }: Resolution): boolean {
  return decisions.some(
    ({ winner, server, client }) =>
      (winner !== 'server' && same(value, server) === true) ||
      (winner !== 'client' && same(value, client) === true),
  )
}

function listOf({ doc }: Resolution, field: string): readonly Json[] {
  const value = doc?.[field]
  return Array.isArray(value) ? value : []
}

function same(expected: unknown, found: unknown): true | unknown {
  return JSON.stringify(sorted(expected)) === JSON.stringify(sorted(found)) || (found ?? 'nothing')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  )
}
