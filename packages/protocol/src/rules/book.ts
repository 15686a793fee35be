import { FIELD_WINNERS, PROBLEM_CHECKS, STRATEGIES } from '@dartwing/rules'
import { z } from 'zod'
import { text } from '../documents.ts'

const fieldNames = z.array(text(140).min(1)).max(500).optional()

/**
 * One entry of the plan's strategy table: data, never code. Strict, unlike other messages: a list whose name is
 * misspelt would be a rule that nobody meant.
 */
export const planEntry = z.strictObject({
  strategy: z.enum(STRATEGIES),
  reason: text(1000).min(1),
  manual_resolve_fields: fieldNames,
  conflict_fields: fieldNames,
  auto_merge_fields: fieldNames,
  last_write_wins_fields: fieldNames,
  server_wins_fields: fieldNames,
  client_wins_fields: fieldNames,
  exception_fields: fieldNames,
  conflict_notification: z.literal(true).optional(),
  resolution_hint: text(1000).optional(),
  merge_behavior: text(140).optional(),
  child_table: text(140).optional(),
  order_by: text(140).optional(),
  dedup_key: text(140).optional(),
  conflict_creates_branch: z.literal(true).optional(),
  version_field: text(140).optional(),
  branch_naming: text(140).optional(),
})

/** An entry as it comes out of the parser. */
export type CandidateEntry = z.output<typeof planEntry>

const fieldRule = z.object({
  field: z.string(),
  label: z.string(),
  type: z.string(),
  unit: z.string().nullable(),
  options: z.array(z.string()).nullable(),
  /** Who wins it where both sides have changed it. */
  winner: z.enum(FIELD_WINNERS),
  rule: z.string(),
  group: z.string().nullable(),
})
export type ExplainedField = z.infer<typeof fieldRule>

/** What somebody who looks after the rules should see. */
export const finding = z.object({
  check: z.enum([...PROBLEM_CHECKS, 'no_rule']),
  field: z.string().nullable(),
  message: z.string(),
})

const explainedRule = z.object({
  doctype: z.string(),
  area: z.string(),
  strategy: z.enum(STRATEGIES),
  reason: z.string(),
  /** Where it is written, from the root of the sources. */
  file: z.string(),
  fields: z.array(fieldRule),
  findings: z.array(finding),
  /** The rule as the plan writes it: what a candidate begins with. */
  entry: planEntry,
})
export type ExplainedRule = z.infer<typeof explainedRule>

/** Every rule in force. */
export const ruleBook = z.object({ rule_set: z.string(), doctypes: z.array(explainedRule) })
export type RuleBook = z.infer<typeof ruleBook>
