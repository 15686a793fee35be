/** The plan's tables, derived from the rules, under the plan's names and keys. */
import { CORE_RULES, DEFAULT_RULE } from './core/index.ts'
import type { ChildTableRule, DocTypeRule, PlanEntry, TombstoneRule } from './doctype-rule.ts'
import { DEFAULT_TOMBSTONE } from './doctypes/define.ts'
import { DOCTYPE_RULES } from './doctypes/index.ts'
import type { ConflictHandler } from './handlers/handler.ts'
import { HANDLERS } from './handlers/index.ts'
import type { Json } from './shapes.ts'

/** The strategy in force for one DocType, with everything a client needs to explain a decision. */
export type EffectiveStrategy = PlanEntry &
  Pick<
    DocTypeRule,
    | 'groups'
    | 'child_tables'
    | 'handler'
    | 'on_timeout'
    | 'exclusive_slot'
    | 'tombstone'
    | 'archive_after_days'
  > & { readonly doctype: string }

type PlanTombstone = TombstoneRule & Pick<DocTypeRule, 'archive_after_days'>
type PlanChildTable = Pick<
  ChildTableRule,
  'child_field' | 'merge_strategy' | 'dedup_key' | 'order_by' | 'conflict_on_same_key'
>

/** A rule without what the plan's entry says; spread under a candidate's entry. */
export const NO_PLAN_KEYS: Readonly<Record<Exclude<keyof PlanEntry, 'strategy' | 'reason'>, undefined>> = {
  server_wins_fields: undefined,
  client_wins_fields: undefined,
  manual_resolve_fields: undefined,
  auto_merge_fields: undefined,
  conflict_fields: undefined,
  last_write_wins_fields: undefined,
  exception_fields: undefined,
  conflict_notification: undefined,
  resolution_hint: undefined,
  merge_behavior: undefined,
  child_table: undefined,
  order_by: undefined,
  dedup_key: undefined,
  conflict_creates_branch: undefined,
  version_field: undefined,
  branch_naming: undefined,
}

/** The plan's entry of a rule: the keys it has, no others. */
export function planEntry(rule: DocTypeRule): PlanEntry {
  return present({
    strategy: rule.strategy,
    server_wins_fields: rule.server_wins_fields,
    client_wins_fields: rule.client_wins_fields,
    manual_resolve_fields: rule.manual_resolve_fields,
    auto_merge_fields: rule.auto_merge_fields,
    conflict_fields: rule.conflict_fields,
    last_write_wins_fields: rule.last_write_wins_fields,
    exception_fields: rule.exception_fields,
    conflict_notification: rule.conflict_notification,
    resolution_hint: rule.resolution_hint,
    merge_behavior: rule.merge_behavior,
    child_table: rule.child_table,
    order_by: rule.order_by,
    dedup_key: rule.dedup_key,
    conflict_creates_branch: rule.conflict_creates_branch,
    version_field: rule.version_field,
    branch_naming: rule.branch_naming,
    reason: rule.reason,
  })
}

export function effectiveStrategy(rule: DocTypeRule): EffectiveStrategy {
  return present({
    doctype: rule.name,
    ...planEntry(rule),
    groups: rule.groups,
    child_tables: rule.child_tables,
    exclusive_slot: rule.exclusive_slot,
    handler: rule.handler,
    on_timeout: rule.on_timeout,
    tombstone: rule.tombstone,
    archive_after_days: rule.archive_after_days,
  })
}

/** A rule as plain JSON, for its digest. */
export function toPlainRule(rule: DocTypeRule): Json {
  const plain: Json = JSON.parse(JSON.stringify(rule))
  return plain
}

export const COMPANY_CONFLICT_STRATEGIES = entries(DOCTYPE_RULES)
export const CORE_CONFLICT_STRATEGIES = entries([...CORE_RULES, DEFAULT_RULE])

export const CHILD_TABLE_MERGE_RULES: Readonly<Record<string, PlanChildTable>> = Object.fromEntries(
  DOCTYPE_RULES.flatMap((rule) =>
    (rule.child_tables ?? []).map((table) => [rule.name, planChildTable(table)]),
  ),
)

export const TOMBSTONE_RULES: Readonly<Record<string, PlanTombstone>> = Object.fromEntries([
  ...DOCTYPE_RULES.filter((rule) => rule.tombstone !== DEFAULT_TOMBSTONE).map((rule) => [
    rule.name,
    present({ ...rule.tombstone, archive_after_days: rule.archive_after_days }),
  ]),
  ['_default', DEFAULT_TOMBSTONE],
])

export const CUSTOM_HANDLERS: Readonly<Record<string, ConflictHandler>> = Object.fromEntries(
  DOCTYPE_RULES.flatMap((rule) => (rule.handler ? [[rule.name, HANDLERS[rule.handler]]] : [])),
)

function entries(rules: readonly DocTypeRule[]): Readonly<Record<string, PlanEntry>> {
  return Object.fromEntries(rules.map((rule) => [rule.name, planEntry(rule)]))
}

function planChildTable(table: ChildTableRule): PlanChildTable {
  const { child_field, merge_strategy, dedup_key, order_by, conflict_on_same_key } = table
  return present({ child_field, merge_strategy, dedup_key, order_by, conflict_on_same_key })
}

/** The object without its undefined members. */
function present<Shape extends object>(shape: Shape): Shape {
  const copy = { ...shape }
  for (const key of Object.keys(copy)) {
    if (Reflect.get(copy, key) === undefined) Reflect.deleteProperty(copy, key)
  }
  return copy
}
