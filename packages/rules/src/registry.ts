/** The rules of all DocTypes, checked for contradictions before anything uses them. */
import { CORE_RULES, DEFAULT_NAME, DEFAULT_RULE } from './core/index.ts'
import type { DocTypeRule, PlanEntry } from './doctype-rule.ts'
import { DOCTYPE_RULES, LINKED_RULES } from './doctypes/index.ts'
import { type EffectiveStrategy, effectiveStrategy, NO_PLAN_KEYS, toPlainRule } from './plan-tables.ts'
import { type RuleProblem, ruleProblems, sourceOf } from './rule-problems.ts'
import { canonicalJson } from './values/canonical-json.ts'
import { fingerprint } from './values/fingerprint.ts'

export interface Registry {
  readonly rules: ReadonlyMap<string, DocTypeRule>
}

/** Thrown when a table contradicts itself: a fault of the program, found at start and never at work. */
export class RegistryError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`The rules contradict themselves:\n${problems.join('\n')}`)
    this.name = 'RegistryError'
    this.problems = problems
  }
}

/**
 * The core's registry extended by a table of rules. Refuses, naming the file and the field: a field in two lists, a
 * handler nobody wrote, a DocType twice, a child table without a key.
 */
export function registerStrategies(
  table: readonly DocTypeRule[],
  core: readonly DocTypeRule[] = CORE_RULES,
): Registry {
  const rules = new Map<string, DocTypeRule>([[DEFAULT_NAME, DEFAULT_RULE]])
  const problems: string[] = []
  for (const rule of [...core, ...table]) {
    if (rules.has(rule.name)) problems.push(`${sourceOf(rule)}: ${rule.name} is registered twice`)
    problems.push(...ruleProblems(rule).map(({ message }) => `${sourceOf(rule)}: ${message}`))
    rules.set(rule.name, rule)
  }
  if (problems.length > 0) throw new RegistryError(problems)
  return { rules }
}

/** The rule of a registered DocType. */
export function docTypeRule(doctype: string): DocTypeRule | undefined {
  return doctype === DEFAULT_NAME ? undefined : REGISTRY.rules.get(doctype)
}

/** The rule that applies to a DocType: its own, or the default. */
export function effectiveRule(doctype: string): DocTypeRule {
  return REGISTRY.rules.get(doctype) ?? DEFAULT_RULE
}

/** Every DocType that may be stored: the core's, the company's and the linked ones. */
export function registeredDocTypes(): readonly string[] {
  return [...REGISTRY.rules.keys()].filter((name) => name !== DEFAULT_NAME)
}

/** The strategy in force for a DocType, in the plan's words; the default's for an unknown one. */
export function getConflictStrategy(doctype: string): EffectiveStrategy {
  return effectiveStrategy(effectiveRule(doctype))
}

/** The identity of the whole rule set: it changes when any rule does, and with nothing else. */
export function ruleSetHash(): string {
  return RULE_SET_HASH
}

/** A registered rule with its strategy replaced by a candidate's, and what speaks against it. */
export function candidateRule(
  doctype: string,
  entry: PlanEntry,
): { readonly rule: DocTypeRule; readonly problems: readonly RuleProblem[] } {
  const rule: DocTypeRule = { ...effectiveRule(doctype), ...NO_PLAN_KEYS, ...entry }
  return { rule, problems: ruleProblems(rule) }
}

const REGISTRY = registerStrategies([...DOCTYPE_RULES, ...LINKED_RULES])
const RULE_SET_HASH = fingerprint(canonicalJson([...REGISTRY.rules.values()].map(toPlainRule)))
