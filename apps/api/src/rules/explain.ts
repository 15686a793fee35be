import type { ExplainedField, ExplainedRule, RuleBook } from '@dartwing/protocol'
import {
  type DocTypeRule,
  docTypeRule,
  lintRule,
  planEntry,
  registeredDocTypes,
  ruleSetHash,
  sourceOf,
  whoWins,
} from '@dartwing/rules'

/** Every rule in force, in the order of the registry. */
export function ruleBookNow(): RuleBook {
  const rules = registeredDocTypes().flatMap((name) => docTypeRule(name) ?? [])
  return { rule_set: ruleSetHash(), doctypes: rules.map(explained) }
}

function explained(rule: DocTypeRule): ExplainedRule {
  return {
    doctype: rule.name,
    area: rule.area,
    strategy: rule.strategy,
    reason: rule.reason,
    file: `packages/rules/src/${sourceOf(rule)}`,
    fields: whoWins(rule).map((field): ExplainedField => {
      const { unit, options } = rule.fields[field.field] ?? {}
      return { ...field, unit: unit ?? null, options: options ? [...options] : null }
    }),
    findings: [...lintRule(rule)],
    entry: JSON.parse(JSON.stringify(planEntry(rule))),
  }
}
