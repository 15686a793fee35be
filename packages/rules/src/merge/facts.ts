/**
 * A fact is what is decided at once: one field, or a group of fields that describe one thing.
 * Compiling a rule answers, once, the question every merge asks: which fact does this field belong to, and who wins it?
 */
import {
  type ChildTableRule,
  type DocTypeRule,
  FIELD_LISTS,
  type FieldDef,
  type FieldList,
} from '../doctype-rule.ts'
import type { Strategy } from '../shapes.ts'

/** What happens when both sides changed a fact. */
export type Treatment = 'rows' | 'attachments' | 'hold' | 'merge_text' | 'latest' | 'server' | 'client'

export interface Fact {
  readonly name: string
  /** The first field: it speaks for the others. */
  readonly lead: string
  readonly fields: readonly string[]
  readonly treatment: Treatment
  /** The rule a decision names. */
  readonly rule: string
  readonly table?: ChildTableRule
}

export interface CompiledRule {
  readonly rule: DocTypeRule
  readonly facts: ReadonlyMap<string, Fact>
  readonly defs: ReadonlyMap<string, FieldDef>
  /** Fields outside the merge. */
  readonly ignored: ReadonlySet<string>
}

/** What the server writes about a document, never its content. */
export const BOOKKEEPING: readonly string[] = [
  'name',
  'doctype',
  'owner',
  'creation',
  'modified',
  'modified_by',
  'docstatus',
  'idx',
  'organization',
]

const TREATMENT: Readonly<Record<FieldList, Treatment>> = {
  manual_resolve_fields: 'hold',
  conflict_fields: 'hold',
  auto_merge_fields: 'merge_text',
  last_write_wins_fields: 'latest',
  server_wins_fields: 'server',
  client_wins_fields: 'client',
  exception_fields: 'client',
}

/** Who wins a field no list names. */
const UNLISTED: Readonly<Record<Strategy, Treatment>> = {
  server_wins: 'server',
  client_wins: 'client',
  field_level: 'server',
  manual_resolve: 'hold',
  append_only: 'server',
  version_all: 'server',
  last_write_wins: 'latest',
}

const compiled = new WeakMap<DocTypeRule, CompiledRule>()

/** The facts of a rule. Compiled once per rule object. */
export function compileRule(rule: DocTypeRule): CompiledRule {
  const known = compiled.get(rule)
  if (known) return known
  const fresh = compile(rule)
  compiled.set(rule, fresh)
  return fresh
}

/** The fact a field belongs to; a field nobody declared is a fact of its own. */
export function factOf(compiledRule: CompiledRule, field: string): Fact {
  return compiledRule.facts.get(field) ?? singleFact(compiledRule.rule, field)
}

export function fieldDef(rule: DocTypeRule, field: string): FieldDef | undefined {
  return Object.hasOwn(rule.fields, field) ? rule.fields[field] : undefined
}

function compile(rule: DocTypeRule): CompiledRule {
  const facts = new Map<string, Fact>()
  for (const field of [...Object.keys(rule.fields), ...FIELD_LISTS.flatMap((list) => rule[list] ?? [])]) {
    facts.set(field, singleFact(rule, field))
  }
  for (const table of rule.child_tables ?? []) {
    facts.set(table.child_field, singleFact(rule, table.child_field))
  }
  for (const group of rule.groups ?? []) {
    const { treatment, rule: ruleName } = treatmentOfGroup(rule, group.fields)
    const [lead = group.name] = group.fields
    const fact: Fact = { name: group.name, lead, fields: group.fields, treatment, rule: ruleName }
    for (const field of group.fields) facts.set(field, fact)
  }
  const derived = Object.entries(rule.fields).flatMap(([field, def]) => (def.derived ? [field] : []))
  return {
    rule,
    facts,
    defs: new Map(Object.entries(rule.fields)),
    ignored: new Set([...BOOKKEEPING, ...derived]),
  }
}

function singleFact(rule: DocTypeRule, field: string): Fact {
  const fields = [field]
  const table = rule.child_tables?.find((candidate) => candidate.child_field === field)
  if (table) {
    const name = table.conflict_on_same_key === 'sum_quantities' ? 'sum_quantities' : table.merge_strategy
    return { name: field, lead: field, fields, treatment: 'rows', rule: `child_table:${name}`, table }
  }
  if (fieldDef(rule, field)?.type === 'attachments') {
    return { name: field, lead: field, fields, treatment: 'attachments', rule: 'attachments:keep_both' }
  }
  return { name: field, lead: field, fields, ...treatmentOf(rule, field) }
}

function treatmentOf(
  rule: DocTypeRule,
  field: string,
): { readonly treatment: Treatment; readonly rule: string } {
  const list = FIELD_LISTS.find((candidate) => rule[candidate]?.includes(field))
  if (list) return { treatment: TREATMENT[list], rule: list }
  return { treatment: UNLISTED[rule.strategy], rule: 'unlisted' }
}

/** The first member that a list names speaks for the group. */
function treatmentOfGroup(rule: DocTypeRule, fields: readonly string[]) {
  const rulings = fields.map((field) => treatmentOf(rule, field))
  const unlisted = { treatment: UNLISTED[rule.strategy], rule: 'unlisted' }
  return rulings.find((ruling) => ruling.rule !== 'unlisted') ?? unlisted
}
