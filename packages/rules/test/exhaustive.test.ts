/**
 * Every field of every DocType in every state: absent, null, or one of two values, in base, server and client. What is
 * expected is written down here once more, from the plan's words, and not taken from the merge.
 */
import { describe, expect, it } from 'vitest'
import type { DocTypeRule, FieldType } from '../src/doctype-rule.ts'
import { type Doc, docTypeRule, type Json, registeredDocTypes, resolveConflict } from '../src/index.ts'

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

type Expected = 'server' | 'client' | 'held' | 'united' | 'rejected' | 'branched'

/** What a contested field becomes, read from the lists of the plan. */
function contested(rule: DocTypeRule, field: string): Expected {
  const group = rule.groups?.find(({ fields }) => fields.includes(field))?.fields ?? [field]
  const isIn = (list: readonly string[] | undefined) => group.some((member) => list?.includes(member))
  if (rule.strategy === 'version_all') return field === rule.version_field ? 'server' : 'branched'
  if (rule.strategy === 'append_only') return rule.child_tables ? 'server' : 'rejected'
  if (rule.strategy === 'server_wins') return isIn(rule.exception_fields) ? 'client' : 'server'
  if (isIn(rule.auto_merge_fields)) return 'united'
  if (rule.strategy === 'manual_resolve' || isIn(rule.manual_resolve_fields)) return 'held'
  if (rule.strategy === 'client_wins') return 'client'
  return isIn(rule.client_wins_fields) ? 'client' : 'server'
}

interface State {
  readonly base: Json | undefined
  readonly server: Json | undefined
  readonly client: Json | undefined
}

function statesOf(type: FieldType): readonly State[] {
  const pool = [undefined, null, ...(PAIRS[type] ?? ['x', 'y'])]
  return pool.flatMap((base) => pool.flatMap((server) => pool.map((client) => ({ base, server, client }))))
}

function expectedOf(rule: DocTypeRule, field: string, { base, server, client }: State): Expected {
  const isSame = (a: Json | undefined, b: Json | undefined) => (a ?? null) === (b ?? null)
  const isClients = client !== undefined && !isSame(client, base)
  if (!isClients || isSame(client, server)) return 'server'
  if (rule.strategy === 'append_only' && !rule.child_tables) return 'rejected'
  return isSame(server, base) ? 'client' : contested(rule, field)
}

function docOf(field: string, value: Json | undefined): Doc {
  return value === undefined ? {} : { [field]: value }
}

describe.each(registeredDocTypes())('R-8: %s', (name) => {
  const rule = docTypeRule(name)
  const fields = Object.entries(rule?.fields ?? {}).filter(([field, def]) => {
    const isHandled =
      name === 'Form Submission' &&
      ['signature', 'signed_by_name', 'signed_at', 'field_values'].includes(field)
    return !ELSEWHERE.includes(def.type) && !def.derived && !isHandled && field !== 'branch_of'
  })

  it.each(fields.map(([field, def]) => [field, def.type] as const))('%s', (field, type) => {
    if (!rule) throw new Error('an unregistered DocType')
    for (const state of statesOf(type)) {
      const [base, server, client] = [state.base, state.server, state.client].map((value) =>
        docOf(field, value),
      )
      const found = resolveConflict(
        name,
        { base, server, client: client ?? {} },
        { name: 'X', now: '2025-12-01T10:00:00Z' },
      )
      const label = JSON.stringify(state)
      const expected = expectedOf(rule, field, state)
      const value = found.doc?.[field] ?? null
      if (expected === 'client') expect(value, label).toEqual(state.client)
      else if (expected === 'united')
        for (const side of [state.server, state.client]) expect(value, label).toContain(side ?? '')
      else expect(value, label).toEqual(state.server ?? null)
      expect(found.pending.includes(field), label).toBe(expected === 'held')
      expect(found.outcome === 'rejected', label).toBe(expected === 'rejected')
      expect(found.branch?.doc[field] ?? null, label).toEqual(
        expected === 'branched' ? (state.client ?? null) : null,
      )
    }
  })
})
