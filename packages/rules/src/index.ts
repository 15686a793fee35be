/** The rules: who wins, and why. Pure, total, and the only place that decides. */
export { type AttachmentMeta, type AttachmentSync, planAttachmentSync } from './attachments.ts'
export { holdForSlot, sameValue, slotOf } from './by-doctype.ts'
export { applyChoices } from './choices/apply.ts'
export { choicesForAction, timeoutByRule, timeoutChoices } from './choices/for-action.ts'
export * from './doctype-rule.ts'
export { DEFAULT_TOMBSTONE } from './doctypes/define.ts'
export { DOCTYPE_NAMES, DOCTYPE_RULES } from './doctypes/index.ts'
export { effectiveBase } from './effective-base.ts'
export { conformanceCase } from './explain/case.ts'
export { type FieldFlip, flippedFields } from './explain/flips.ts'
export { STEP_REASONS, type StepReason, TRACE_PATHS, type Trace, traceOf } from './explain/trace.ts'
export {
  type FieldRule,
  type Finding,
  lintRule,
  whoWins,
} from './explain/who-wins.ts'
export { SIGNATURE_REVIEW } from './handlers/form-submission.ts'
export type { ConflictHandler } from './handlers/handler.ts'
export { BOOKKEEPING } from './merge/facts.ts'
export {
  CHILD_TABLE_MERGE_RULES,
  COMPANY_CONFLICT_STRATEGIES,
  CORE_CONFLICT_STRATEGIES,
  CUSTOM_HANDLERS,
  type EffectiveStrategy,
  planEntry,
  TOMBSTONE_RULES,
} from './plan-tables.ts'
export {
  candidateRule,
  docTypeRule,
  getConflictStrategy,
  type Registry,
  RegistryError,
  registeredDocTypes,
  registerStrategies,
  ruleSetHash,
} from './registry.ts'
export { resolveByRule, resolveConflict } from './resolve.ts'
export { LISTS_READ, PROBLEM_CHECKS, sourceOf } from './rule-problems.ts'
export * from './shapes.ts'
export { ATTACHMENT_SYNC_CONFIG, SYNC_CONFIG } from './sync-config.ts'
export { canonicalJson } from './values/canonical-json.ts'
export { isSafeKey } from './values/json.ts'
export { uuid5 } from './values/uuid5.ts'
