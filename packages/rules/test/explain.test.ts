/** What is said about the rules is what they do. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failures } from '../conformance/case.ts'
import {
  candidateRule,
  conformanceCase,
  type DocTypeRule,
  docTypeRule,
  type FieldWinner,
  flippedFields,
  type Json,
  lintRule,
  registeredDocTypes,
  resolveByRule,
  sourceOf,
  traceOf,
  type Winner,
  whoWins,
} from '../src/index.ts'
import { contextOf, versionsOf } from './arbitrary.ts'

const RULES = registeredDocTypes().flatMap((name) => docTypeRule(name) ?? [])
const situations = fc
  .constantFrom(...RULES)
  .chain((rule) => fc.tuple(fc.constant(rule), versionsOf(rule), contextOf))

describe('who wins', () => {
  it('names a file that is there', () => {
    for (const rule of RULES) {
      expect(existsSync(fileURLToPath(new URL(`../src/${sourceOf(rule)}`, import.meta.url))), rule.name).toBe(
        true,
      )
    }
  })

  const expected: Readonly<Record<FieldWinner, readonly Winner[]>> = {
    server: ['server'],
    client: ['client'],
    later: ['client'],
    both: ['both', 'server'],
    person: ['pending'],
  }

  /** Two different values of each type, beside the one that was there before. */
  const VALUES: Readonly<Record<string, readonly [Json, Json, Json]>> = {
    select: ['', 'x', 'y'],
    datetime: [null, '2031-01-01T10:00:00Z', '2031-01-02T10:00:00Z'],
    date: [null, '2031-01-01', '2031-01-02'],
    time: [null, '10:00', '11:00'],
    int: [0, 1, 2],
    float: [0, 1, 2],
    currency: [0, 1, 2],
    duration: [0, 1, 2],
    json: [null, { a: 1 }, { b: 2 }],
    geo: [null, { lat: 1, lng: 1 }, { lat: 2, lng: 2 }],
    attachments: [[], [{ file: 'F-1' }], [{ file: 'F-2' }]],
  }

  function valuesOf(rule: DocTypeRule, field: string): readonly [Json, Json, Json] {
    const table = rule.child_tables?.find(({ child_field }) => child_field === field)
    const row = (key: string) => [{ [table?.dedup_key ?? '']: key, quantity: 1 }]
    return table ? [[], row('a'), row('b')] : (VALUES[rule.fields[field]?.type ?? ''] ?? ['a', 'b', 'c'])
  }

  /** Both sides changed the field, with its group. A check has only two values: of those the base is not known. */
  function meeting(rule: DocTypeRule, field: string) {
    if (rule.fields[field]?.type === 'check') return { server: { [field]: 0 }, client: { [field]: 1 } }
    const fields = rule.groups?.find((group) => group.fields.includes(field))?.fields ?? [field]
    const docWith = (place: 0 | 1 | 2) =>
      Object.fromEntries(fields.map((name) => [name, valuesOf(rule, name)[place]]))
    return { base: docWith(0), server: docWith(1), client: docWith(2) }
  }

  it.each(RULES.map((rule) => [rule.name, rule] as const))(
    '%s: each field goes to whom it says',
    (_, rule) => {
      const times = {
        client_effective_at: '2031-01-02T00:00:00Z',
        server_modified_at: '2031-01-01T00:00:00Z',
      }
      for (const { field, winner, rule: name } of whoWins(rule)) {
        const { decisions, outcome } = resolveByRule(rule, meeting(rule, field), times)
        const decision = decisions.find((made) => made.field === field)
        if (name === 'derived') expect(decision, field).toBeUndefined()
        else expect(expected[winner], `${field} by ${name}`).toContain(decision?.winner)
        if (winner === 'both' && decision?.winner === 'server') expect(outcome, field).toBe('branched')
      }
    },
  )

  it('finds what nobody has written a rule for', () => {
    const { rule } = candidateRule('Ticket', { strategy: 'field_level', reason: 'none' })
    expect(lintRule(rule).map(({ message }) => message)).toEqual(
      Object.keys(rule.fields)
        .filter((field) => field !== 'attachments')
        .map((field) => `no rule names ${field}`),
    )
    const checks = RULES.flatMap((each) => lintRule(each).map(({ check }) => check))
    expect(new Set(checks)).toEqual(new Set(['no_rule']))
  })
})

describe('a trace', () => {
  it('has for every decision the rule that made it, and why none before it did', () => {
    fc.assert(
      fc.property(situations, ([rule, versions, context]) => {
        const resolution = resolveByRule(rule, versions, context)
        const { fields } = traceOf(rule, versions, context, resolution)
        expect(fields.map(({ field }) => field)).toEqual(resolution.decisions.map(({ field }) => field))
        for (const [index, { steps }] of fields.entries()) {
          const at = steps.findIndex(({ matched }) => matched)
          const name = steps[at]?.rule
          if (!name?.startsWith('handler:') && !isOfRows(name)) {
            expect(name).toBe(resolution.decisions[index]?.rule)
          }
          expect(steps.filter(({ matched }) => matched)).toHaveLength(1)
          expect(steps.slice(0, at).map(({ why }) => why)).not.toContain('decides')
          expect(steps.slice(at + 1).every(({ why }) => why === 'asked_after')).toBe(true)
        }
      }),
    )
  })

  /** Rows may name what happened to them. */
  const isOfRows = (name: string | undefined) =>
    name === 'attachments:keep_both' || name?.startsWith('child_table')

  it('says why the rules before were silent', () => {
    const { rule } = candidateRule('Ticket', {
      strategy: 'field_level',
      last_write_wins_fields: ['description'],
      server_wins_fields: ['status'],
      reason: 'as it is asked',
    })
    const versions = { base: { status: 'New' }, server: { status: 'Open' }, client: { status: 'Closed' } }
    const { path, fields } = traceOf(rule, versions, {}, resolveByRule(rule, versions))
    expect(path).toBe('three_way')
    const [status] = fields
    expect(status?.steps.map(({ rule: name, why }) => `${name}: ${why}`)).toEqual([
      'only_server_changed: device_changed_it',
      'handler: no_handler',
      'child_table: no_table',
      'attachments:keep_both: no_files',
      'same_value: values_differ',
      'only_client_changed: server_changed_it',
      'empty_client_value: base_known',
      'manual_resolve_fields: no_such_list',
      'conflict_fields: no_such_list',
      'auto_merge_fields: no_such_list',
      'last_write_wins_fields: not_in_list',
      'server_wins_fields: decides',
      'client_wins_fields: asked_after',
      'exception_fields: asked_after',
      'unlisted: asked_after',
    ])
  })
})

describe('a case', () => {
  it('holds for the rules that it was made by', () => {
    fc.assert(
      fc.property(situations, ([rule, versions, context]) => {
        const resolution = resolveByRule(rule, versions, context)
        const about = { name: 'as it was', doctype: rule.name }
        const made = JSON.parse(JSON.stringify(conformanceCase(about, versions, context, resolution)))
        expect(failures(made)).toEqual([])
      }),
    )
  })
})

describe('what flips', () => {
  const versions = {
    base: { description: 'a', priority: 'Low' },
    server: { description: 'b', priority: 'High' },
    client: { description: 'c', priority: 'Urgent' },
  }
  const context = { client_effective_at: '2031-01-02T00:00:00Z', server_modified_at: '2031-01-01T00:00:00Z' }
  const { rule: now } = candidateRule('Ticket', {
    strategy: 'field_level',
    server_wins_fields: ['priority'],
    last_write_wins_fields: ['description'],
    reason: 'now',
  })

  it('is the field whose rule was changed, with both endings', () => {
    const { rule: then } = candidateRule('Ticket', {
      strategy: 'field_level',
      server_wins_fields: ['priority', 'description'],
      reason: 'then',
    })
    expect(
      flippedFields(resolveByRule(now, versions, context), resolveByRule(then, versions, context)),
    ).toEqual([
      {
        field: 'description',
        before: { winner: 'client', rule: 'last_write_wins_fields', value: 'c' },
        after: { winner: 'server', rule: 'server_wins_fields', value: 'b' },
      },
    ])
  })

  it('is nothing where only the name of the rule is another', () => {
    const { rule: then } = candidateRule('Ticket', {
      strategy: 'field_level',
      last_write_wins_fields: ['description'],
      reason: 'then',
    })
    expect(
      flippedFields(resolveByRule(now, versions, context), resolveByRule(then, versions, context)),
    ).toEqual([])
  })
})
