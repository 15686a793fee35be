/** An answer to a delete that met an edit: about the document, before any of its fields. */
import { DOCUMENT_FIELD } from '../doctype-rule.ts'
import { byField, decisionOn } from '../merge/decision.ts'
import type { CompiledRule } from '../merge/facts.ts'
import type { Choice, Choices, Doc, FieldDecision, Held, Resolution, Winner } from '../shapes.ts'
import { canonicalJson } from '../values/canonical-json.ts'
import { isObject, withoutUnsafeKeys } from '../values/json.ts'
import { choiceProblem } from './choice-problem.ts'
import { rejected } from './rejected.ts'

type ApplyToFields = (compiled: CompiledRule, held: Held, choices: Choices) => Resolution

/** `applyChoices` for a `delete_edit`; choices for single fields apply to the document that remains. */
export function applyToDelete(
  compiled: CompiledRule,
  held: Held,
  choices: Choices,
  applyToFields: ApplyToFields,
): Resolution {
  const choice = Object.hasOwn(choices, DOCUMENT_FIELD) ? choices[DOCUMENT_FIELD] : undefined
  const others = Object.fromEntries(Object.entries(choices).filter(([field]) => field !== DOCUMENT_FIELD))
  if (!choice) return stillHeld(compiled, held)
  const doc = chosenDoc(held, choice)
  if (doc === undefined)
    return rejected(compiled, held, 'invalid_choice', 'The record has no such state to choose.')
  if (doc === null && Object.keys(others).length > 0) {
    return rejected(compiled, held, 'invalid_choice', 'A deleted record has no fields to choose.')
  }
  const decision = documentDecision(held, choice, doc)
  const fields =
    doc && applyToFields(compiled, { ...held, server: doc, hold: { ...held.hold, fields: [] } }, others)
  if (fields && fields.outcome === 'rejected') return { ...fields, doc: held.server, hold: held.hold }
  const result = fields ? fields.doc : doc
  return {
    outcome: sameDoc(result, held.server) ? 'unchanged' : 'merged',
    doc: result,
    strategy: compiled.rule.strategy,
    decisions: [decision, ...(fields?.decisions ?? [])].sort(byField),
    conflicts: [],
    pending: [],
    notices: [],
  }
}

function stillHeld(compiled: CompiledRule, held: Held): Resolution {
  return {
    outcome: 'held',
    doc: held.server,
    strategy: compiled.rule.strategy,
    decisions: [],
    conflicts: [DOCUMENT_FIELD],
    pending: [DOCUMENT_FIELD],
    hold: { ...held.hold, fields: [DOCUMENT_FIELD] },
    notices: [],
  }
}

/** `null` = deleted; `undefined` = there is no such state. */
function chosenDoc(held: Held, choice: Choice): Doc | null | undefined {
  if (choiceProblem(choice)) return undefined
  if ('value' in choice) {
    if (choice.value === null) return null
    return isObject(choice.value) ? withoutUnsafeKeys(choice.value) : undefined
  }
  const { hold, base } = held
  if (choice.pick === 'server') return held.server
  if (choice.pick === 'client') return hold.client ? withoutUnsafeKeys({ ...base, ...hold.client }) : null
  if (choice.pick === 'base') return base ?? undefined
  return choice.pick === 'empty' ? null : undefined
}

function documentDecision(held: Held, choice: Choice, doc: Doc | null): FieldDecision {
  const pick = 'pick' in choice ? choice.pick : 'value'
  const winner: Winner = pick === 'server' || pick === 'client' ? pick : 'both'
  const { server, client } = held.hold
  return decisionOn(
    DOCUMENT_FIELD,
    { winner, rule: 'chosen' },
    { base: held.base ?? undefined, server, client, value: doc },
  )
}

function sameDoc(a: Doc | null, b: Doc | null): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b)
}
