/** Who wins each field of a DocType where both sides have changed it: the rules as a table. */
import type { DocTypeRule, FieldType } from '../doctype-rule.ts'
import { handlerOf } from '../handlers/index.ts'
import { compileRule, type Fact, factOf, type Treatment } from '../merge/facts.ts'
import { type RuleProblem, ruleProblems } from '../rule-problems.ts'
import type { FieldWinner } from '../shapes.ts'

export interface FieldRule {
  readonly field: string
  readonly label: string
  readonly type: FieldType
  readonly winner: FieldWinner
  /** The list that names it, its child table, its handler or the strategy. */
  readonly rule: string
  /** The group it is won with. */
  readonly group: string | null
}

const WINNER: Readonly<Record<Treatment, FieldWinner>> = {
  rows: 'both',
  attachments: 'both',
  hold: 'person',
  merge_text: 'both',
  latest: 'later',
  server: 'server',
  client: 'client',
}

/** One entry for every field that the DocType declares, in its own order. */
export function whoWins(rule: DocTypeRule): readonly FieldRule[] {
  const compiled = compileRule(rule)
  return Object.entries(rule.fields).map(([field, { label, type, derived }]) => {
    const fact = factOf(compiled, field)
    const group = fact.fields.length > 1 ? fact.name : null
    const ruling = derived ? DERIVED : (byHandler(rule, fact) ?? BY_STRATEGY[rule.strategy](rule, fact))
    return { field, label, type, ...ruling, group }
  })
}

type Ruling = Pick<FieldRule, 'winner' | 'rule'>

const DERIVED: Ruling = { winner: 'server', rule: 'derived' }

function byHandler({ handler }: DocTypeRule, { fields }: Fact): Ruling | undefined {
  const owned = Object.entries(handlerOf(handler).owns ?? {}).find(([field]) => fields.includes(field))
  return owned && { winner: owned[1], rule: `handler:${handler}` }
}

/** What no list names is won by the word of the strategy; where that asks field by field, `unlisted` says so. */
function byFact({ strategy }: DocTypeRule, { treatment, rule }: Fact): Ruling {
  const isStrategys = rule === 'unlisted' && strategy !== 'field_level' && strategy !== 'append_only'
  return { winner: WINNER[treatment], rule: isStrategys ? strategy : rule }
}

const BY_STRATEGY: Readonly<Record<DocTypeRule['strategy'], (rule: DocTypeRule, fact: Fact) => Ruling>> = {
  field_level: byFact,
  manual_resolve: byFact,
  client_wins: byFact,
  append_only: (rule, fact) =>
    rule.child_tables?.length ? byFact(rule, fact) : { winner: 'server', rule: 'append_only' },
  server_wins: (_rule, { rule }) =>
    rule === 'exception_fields' ? { winner: 'client', rule } : { winner: 'server', rule: 'server_wins' },
  version_all: () => ({ winner: 'both', rule: 'version_all' }),
  last_write_wins: () => ({ winner: 'later', rule: 'last_write_wins' }),
}

export type Finding = Omit<RuleProblem, 'check'> & { readonly check: RuleProblem['check'] | 'no_rule' }

/** What a reader of the rule should look at: contradictions, and fields that nobody has written a rule for. */
export function lintRule(rule: DocTypeRule): readonly Finding[] {
  const unruled = whoWins(rule).filter(({ rule: name }) => name === 'unlisted')
  return [
    ...ruleProblems(rule),
    ...unruled.map(({ field }): Finding => ({ check: 'no_rule', field, message: `no rule names ${field}` })),
  ]
}
