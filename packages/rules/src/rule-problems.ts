/** What speaks against a rule: contradictions and names that lead nowhere. */
import { type DocTypeRule, FIELD_LISTS, type FieldList } from './doctype-rule.ts'
import { HANDLERS } from './handlers/index.ts'
import { STRATEGIES } from './shapes.ts'

export const PROBLEM_CHECKS = [
  'unknown_word',
  'never_read',
  'two_places',
  'no_field',
  'no_key',
  'no_one_wins',
] as const

export interface RuleProblem {
  readonly check: (typeof PROBLEM_CHECKS)[number]
  /** Null where it is about the rule as a whole. */
  readonly field: string | null
  /** A sentence that names the field. */
  readonly message: string
}

/** Empty for a sound rule. */
export function ruleProblems(rule: DocTypeRule): readonly RuleProblem[] {
  return [
    ...strategyProblems(rule),
    ...listProblems(rule),
    ...groupProblems(rule),
    ...childTableProblems(rule),
    ...referenceProblems(rule),
  ]
}

/** The file a rule is written in; those of the core share two. */
export function sourceOf(rule: DocTypeRule): string {
  const file = rule.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return rule.area === 'core' ? 'core' : `doctypes/${rule.area}/${file}.ts`
}

/** The lists each strategy reads. Another one is a mistake, not a preference. */
export const LISTS_READ: Readonly<Record<DocTypeRule['strategy'], readonly FieldList[]>> = {
  server_wins: ['exception_fields'],
  client_wins: ['server_wins_fields', 'manual_resolve_fields', 'auto_merge_fields', 'last_write_wins_fields'],
  field_level: [
    'server_wins_fields',
    'client_wins_fields',
    'manual_resolve_fields',
    'auto_merge_fields',
    'last_write_wins_fields',
  ],
  manual_resolve: [
    'conflict_fields',
    'manual_resolve_fields',
    'auto_merge_fields',
    'last_write_wins_fields',
    'server_wins_fields',
    'client_wins_fields',
  ],
  append_only: ['server_wins_fields', 'client_wins_fields', 'last_write_wins_fields', 'auto_merge_fields'],
  version_all: [],
  last_write_wins: [],
}

function strategyProblems(rule: DocTypeRule): readonly RuleProblem[] {
  if (!STRATEGIES.includes(rule.strategy))
    return [{ check: 'unknown_word', field: null, message: `there is no strategy ${rule.strategy}` }]
  return FIELD_LISTS.filter((list) => rule[list] && !LISTS_READ[rule.strategy].includes(list)).map(
    (list) => ({
      check: 'never_read',
      field: null,
      message: `${list} is never read under ${rule.strategy}`,
    }),
  )
}

function listProblems(rule: DocTypeRule): readonly RuleProblem[] {
  const listed = FIELD_LISTS.flatMap((list) => (rule[list] ?? []).map((field) => ({ list, field })))
  const twice = listed.filter(
    ({ field }, index) => listed.findIndex((other) => other.field === field) !== index,
  )
  return [
    ...twice.map(({ list, field }) =>
      problem('two_places', field, `${field} is in two lists (${listOf(listed, field)} and ${list})`),
    ),
    ...noFields(
      rule,
      listed.map(({ list, field }) => [list, field]),
    ),
  ]
}

function listOf(
  listed: readonly { readonly list: FieldList; readonly field: string }[],
  field: string,
): string {
  return listed.find((entry) => entry.field === field)?.list ?? ''
}

function groupProblems(rule: DocTypeRule): readonly RuleProblem[] {
  const members = (rule.groups ?? []).flatMap(({ name, fields }) => fields.map((field) => ({ name, field })))
  const twice = members.filter(
    ({ field }, index) => members.findIndex((other) => other.field === field) !== index,
  )
  return [
    ...twice.map(({ name, field }) =>
      problem('two_places', field, `${field} is in two groups (also ${name})`),
    ),
    ...noFields(
      rule,
      members.map(({ name, field }) => [`group ${name}`, field]),
    ),
    ...members
      .filter(({ field }) => mergesWithin(rule, field))
      .map(({ name, field }) =>
        problem(
          'no_one_wins',
          field,
          `group ${name} names ${field}, which merges within itself and is won by nobody`,
        ),
      ),
  ]
}

function mergesWithin(rule: DocTypeRule, field: string): boolean {
  const isTable = rule.child_tables?.some(({ child_field }) => child_field === field) ?? false
  const isText = rule.auto_merge_fields?.includes(field) ?? false
  return isTable || isText || (isDeclared(rule, field) && rule.fields[field]?.type === 'attachments')
}

function childTableProblems(rule: DocTypeRule): readonly RuleProblem[] {
  const tables = rule.child_tables ?? []
  return [
    ...tables
      .filter(({ dedup_key }) => !dedup_key)
      .map(({ child_field }) => problem('no_key', child_field, `child table ${child_field} has no key`)),
    ...tables
      .filter(({ child_field }) => !isDeclared(rule, child_field))
      .map(({ child_field }) => problem('no_field', child_field, `child table ${child_field} is no field`)),
    ...(rule.child_table && !tables.some(({ child_field }) => child_field === rule.child_table)
      ? [
          problem(
            'no_key',
            rule.child_table,
            `child_table names ${rule.child_table}, which has no rule and so no key`,
          ),
        ]
      : []),
  ]
}

function referenceProblems(rule: DocTypeRule): readonly RuleProblem[] {
  const named: readonly (readonly [string, string])[] = [
    ...rule.title_fields.map((field) => ['title_fields', field] as const),
    ...(rule.server_only_fields ?? []).map((field) => ['server_only_fields', field] as const),
    ...(rule.insert_only_fields ?? []).map((field) => ['insert_only_fields', field] as const),
    ...Object.keys(rule.field_roles ?? {}).map((field) => ['field_roles', field] as const),
    ...(rule.links ?? []).map(({ field }) => ['links', field] as const),
    ...(rule.notices ?? []).flatMap(({ fields }) => fields.map((field) => ['notices', field] as const)),
    ...(rule.visibility ? [['visibility', rule.visibility.field] as const] : []),
    ...(rule.on_delete ? [['on_delete', rule.on_delete.field] as const] : []),
    ...(rule.exclusive_slot?.resource ?? []).map((field) => ['exclusive_slot', field] as const),
  ]
  const handler =
    rule.handler && !Object.hasOwn(HANDLERS, rule.handler)
      ? [problem('unknown_word', null, `there is no handler ${rule.handler}`)]
      : []
  return [...handler, ...noFields(rule, named)]
}

function noFields(rule: DocTypeRule, named: readonly (readonly [string, string])[]): readonly RuleProblem[] {
  return named
    .filter(([, field]) => !isDeclared(rule, field))
    .map(([key, field]) => problem('no_field', field, `${key} names ${field}, which is no field`))
}

function problem(check: RuleProblem['check'], field: string | null, message: string): RuleProblem {
  return { check, field, message }
}

function isDeclared(rule: DocTypeRule, field: string): boolean {
  return Object.hasOwn(rule.fields, field)
}
