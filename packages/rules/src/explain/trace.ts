/** Why a value is what it is: every rule that was asked about a field, in order, and why it said nothing or decided. */
import { type DocTypeRule, FIELD_LISTS } from '../doctype-rule.ts'
import { handlerOf } from '../handlers/index.ts'
import { changedFacts, type FactChange, type Merge } from '../merge/diff.ts'
import { compileRule } from '../merge/facts.ts'
import type { FieldDecision, Resolution, ResolveContext, Versions } from '../shapes.ts'

export const STEP_REASONS = [
  'decides',
  'asked_after',
  'device_changed_it',
  'server_changed_it',
  'record_changed_on_both',
  'values_differ',
  'no_handler',
  'leaves_it',
  'no_table',
  'no_files',
  'base_known',
  'not_empty',
  'no_such_list',
  'not_in_list',
  'no_text',
  'stronger_rule',
] as const
export type StepReason = (typeof STEP_REASONS)[number]

export interface TraceStep {
  readonly rule: string
  readonly matched: boolean
  readonly why: StepReason
}

export interface FieldTrace {
  readonly field: string
  /** The group it was decided with. */
  readonly group: string | null
  readonly steps: readonly TraceStep[]
}

/** What was compared: two live versions, with or without a base, or one of the ways in which a record comes and goes. */
export const TRACE_PATHS = ['three_way', 'two_way', 'insert', 'delete', 'tombstone', 'not_found'] as const

export interface Trace {
  readonly path: (typeof TRACE_PATHS)[number]
  readonly fields: readonly FieldTrace[]
}

/** One entry for each decision of the resolution that this rule made of these versions. */
export function traceOf(
  rule: DocTypeRule,
  { base, server, client }: Versions,
  context: ResolveContext,
  { decisions }: Resolution,
): Trace {
  if (!server || !client) {
    const path = server ? 'delete' : server === null ? 'tombstone' : client ? 'insert' : 'not_found'
    return { path, fields: decisions.map(alone) }
  }
  const merge: Merge = { compiled: compileRule(rule), base: base ?? undefined, server, client, context }
  const changes = changedFacts(merge)
  const fields = decisions.map((decision) => {
    const change = changes.find(({ fact }) => fact.fields.includes(decision.field))
    return change === undefined || decision.rule === 'unsafe_key'
      ? alone(decision)
      : traceOfField(merge, change, decision)
  })
  return { path: base ? 'three_way' : 'two_way', fields }
}

/** Nothing else was asked: the record itself comes or goes, or the field follows from another. */
function alone({ field, rule }: FieldDecision): FieldTrace {
  return { field, group: null, steps: [{ rule, matched: true, why: 'decides' }] }
}

/** A rule that may be asked, and what it says when it does not decide. */
type Rung = readonly [rule: string, otherwise: StepReason]

function traceOfField(merge: Merge, change: FactChange, { field, rule }: FieldDecision): FieldTrace {
  const { fact } = change
  const ladder = isByFact(merge.compiled.rule) ? rungsByFact(merge, change) : rungsByRecord(merge, change)
  const index = decidingRung(ladder, merge, change, rule)
  const steps = ladder.map(([name, otherwise], place): TraceStep => {
    if (place === index) return { rule: name, matched: true, why: 'decides' }
    return { rule: name, matched: false, why: place < index ? otherwise : 'asked_after' }
  })
  return { field, group: fact.fields.length > 1 ? fact.name : null, steps }
}

const HANDLER = 1
const ROWS = 2

/** A handler, and the merging of rows, may name something of their own as the rule. */
function decidingRung(ladder: readonly Rung[], merge: Merge, change: FactChange, rule: string): number {
  const named = ladder.findIndex(([name]) => name === rule)
  if (!isByFact(merge.compiled.rule)) return named
  const isTable = change.fact.treatment === 'rows' || change.fact.treatment === 'attachments'
  if (isTable) return named === -1 ? ROWS : named
  const handled = handlerOf(merge.compiled.rule.handler).settle?.(merge, change)
  return handled || named === -1 ? HANDLER : named
}

function isByFact({ strategy, child_tables }: DocTypeRule): boolean {
  if (strategy === 'append_only') return (child_tables?.length ?? 0) > 0
  return strategy === 'field_level' || strategy === 'manual_resolve' || strategy === 'client_wins'
}

/** The order of R-8, after the question who changed anything at all. */
function rungsByFact({ compiled: { rule }, base }: Merge, { fact }: FactChange): readonly Rung[] {
  const named = (list: (typeof FIELD_LISTS)[number]): StepReason => {
    if (!rule[list]) return 'no_such_list'
    if (!fact.fields.some((field) => rule[list]?.includes(field))) return 'not_in_list'
    return fact.rule === list ? 'no_text' : 'stronger_rule'
  }
  const rows: Rung =
    fact.treatment === 'attachments' ? [fact.rule, 'leaves_it'] : ['attachments:keep_both', 'no_files']
  const table: Rung = fact.table ? [fact.rule, 'leaves_it'] : ['child_table', 'no_table']
  return [
    ['only_server_changed', 'device_changed_it'],
    [rule.handler ? `handler:${rule.handler}` : 'handler', rule.handler ? 'leaves_it' : 'no_handler'],
    ...(fact.treatment === 'attachments' ? [rows, table] : [table, rows]),
    ['same_value', 'values_differ'],
    ['only_client_changed', 'server_changed_it'],
    ['empty_client_value', base ? 'base_known' : 'not_empty'],
    ...FIELD_LISTS.map((list): Rung => [list, named(list)]),
    ['unlisted', 'stronger_rule'],
  ]
}

/** Of strategies that decide about the record as a whole. */
function rungsByRecord({ compiled: { rule } }: Merge, { fact, byServer }: FactChange): readonly Rung[] {
  const isExcepted = fact.fields.some((field) => rule.exception_fields?.includes(field))
  const exception: Rung = ['exception_fields', isExcepted ? 'stronger_rule' : 'not_in_list']
  return [
    ['only_server_changed', 'device_changed_it'],
    ['same_value', 'values_differ'],
    ['only_client_changed', byServer ? 'server_changed_it' : 'record_changed_on_both'],
    ...(rule.strategy === 'server_wins' ? [exception] : []),
    [rule.strategy, 'stronger_rule'],
  ]
}
