/** A person's answer to a hold, as a resolution. */
import { handlerOf } from '../handlers/index.ts'
import { byField, decisionOn } from '../merge/decision.ts'
import { sameIn } from '../merge/diff.ts'
import { type CompiledRule, compileRule } from '../merge/facts.ts'
import { effectiveRule } from '../registry.ts'
import type {
  Choices,
  Doc,
  FieldDecision,
  Held,
  Json,
  Resolution,
  ResolveContext,
  Winner,
} from '../shapes.ts'
import { own } from '../values/json.ts'
import { applyToDelete } from './apply-to-delete.ts'
import { type Chosen, expandChoices } from './expand.ts'
import { rejected } from './rejected.ts'
import { sidesOf } from './sides.ts'

/**
 * The document as stored now (`held.server`), overlaid with the chosen value of each field.
 *
 * - The values to pick from are those of the hold: `hold.server`, `hold.client`, and `held.base`.
 * - A pick of one member of a group is a pick of the group; a typed `value` is of its field alone. Two different
 *   picks within one group are refused.
 * - `empty` is `null`; `both` keeps both texts (R-14 without a base) or unites two lists.
 * - A choice for a field that is not pending overrides it, and is recorded like the others.
 * - A pending field without a choice stays pending, and the outcome stays `held`.
 * - Each decision has the rule `chosen`. Its winner is the side whose value it is, `both` where it is neither's.
 * - For a `delete_edit` the one field is `_document`: `server` keeps the server's state of the record, `client` does
 *   what the device asked (deletes, or restores with its edit), `base` restores the base, `empty` deletes.
 *
 * A choice that can not be applied (an unknown field, `both` of two numbers) is `rejected: invalid_choice`.
 */
export function applyChoices(
  doctype: string,
  held: Held,
  choices: Choices,
  _context: ResolveContext = {},
): Resolution {
  const compiled = compileRule(effectiveRule(doctype))
  if (held.hold.kind === 'delete_edit') return applyToDelete(compiled, held, choices, applyToFields)
  return applyToFields(compiled, held, choices)
}

function applyToFields(compiled: CompiledRule, held: Held, choices: Choices): Resolution {
  if (!held.server) return rejected(compiled, held, 'document_deleted', 'The record was deleted meanwhile.')
  const expanded = expandChoices(compiled, held, choices)
  if ('problem' in expanded) return rejected(compiled, held, 'invalid_choice', `${expanded.problem}.`)
  const settledFields = new Set(expanded.chosen.map(({ field }) => field))
  const pending = held.hold.fields.filter((field) => !settledFields.has(field))
  const overlaid = overlay(compiled, held.server, expanded.chosen)
  const follows = pending.length === 0 ? followsFrom(compiled, overlaid, held, settledFields) : []
  const doc = overlay(compiled, overlaid, follows)
  const decisions = [
    ...expanded.chosen.map((choice) => chosenDecision(compiled, held, choice, 'chosen')),
    ...follows.map((choice) => chosenDecision(compiled, held, choice, held.hold.kind)),
  ]
  return {
    outcome: pending.length > 0 ? 'held' : doc === held.server ? 'unchanged' : 'merged',
    doc,
    strategy: compiled.rule.strategy,
    decisions: decisions.sort(byField),
    conflicts: pending,
    pending,
    ...(pending.length > 0 ? { hold: { ...held.hold, fields: pending } } : {}),
    notices: [],
  }
}

/** What the DocType's handler adds once everything is settled, unless the person said it themselves. */
function followsFrom(
  { rule }: CompiledRule,
  doc: Doc,
  { hold }: Held,
  settled: ReadonlySet<string>,
): readonly Chosen[] {
  const follows = [...(handlerOf(rule.handler).afterChoices?.(doc, hold) ?? [])]
  return follows.flatMap(([field, value]) => (settled.has(field) ? [] : [{ field, value }]))
}

function overlay(compiled: CompiledRule, doc: Doc, chosen: readonly Chosen[]): Doc {
  const changes = chosen.filter(({ field, value }) => !sameIn(compiled, field, own(doc, field), value))
  if (changes.length === 0) return doc
  const written: Doc = { ...doc, ...Object.fromEntries(changes.map(({ field, value }) => [field, value])) }
  const isTable = changes.some(({ field }) => compiled.facts.get(field)?.table)
  const derived = isTable ? handlerOf(compiled.rule.handler).derive?.(written) : undefined
  return derived ? { ...written, ...Object.fromEntries(derived) } : written
}

function chosenDecision(
  compiled: CompiledRule,
  held: Held,
  { field, value }: Chosen,
  rule: string,
): FieldDecision {
  const sides = sidesOf(held)
  const [base, server, client] = [own(held.base, field), own(sides.server, field), own(sides.client, field)]
  const isOf = (side: Json | undefined) => sameIn(compiled, field, side, value)
  const winner: Winner = isOf(server) ? 'server' : isOf(client) ? 'client' : 'both'
  return decisionOn(field, { winner, rule }, { base, server, client, value })
}
