/** What a person's action, or the deadline, says about each field. */
import { DOCUMENT_FIELD, type DocTypeRule } from '../doctype-rule.ts'
import { fieldDef } from '../merge/facts.ts'
import { effectiveRule } from '../registry.ts'
import type { Action, Choice, Choices, Held, Pick } from '../shapes.ts'
import { bookingFields } from '../slots/hold-for-slot.ts'
import { SYNC_CONFIG } from '../sync-config.ts'
import { own } from '../values/json.ts'
import { shiftedEnd } from './move.ts'
import { sidesOf } from './sides.ts'

/** What the deadline picks for whatever a person has not decided. */
const PICK_BY_FALLBACK = { server_wins: 'server', client_wins: 'client' } as const
const FALLBACK = PICK_BY_FALLBACK[SYNC_CONFIG.auto_resolve_fallback]

const VALIDATION_STATUS = 'validation_status'

type Translate = (rule: DocTypeRule, held: Held, choices: Choices) => Choices

const TRANSLATE: Readonly<Record<Action, Translate>> = {
  choose: (_rule, _held, choices) => choices,
  move: moved,
  cancel: (_rule, held) => ({ ...pickAll(held, 'server'), status: { value: 'Cancelled' } }),
  book_anyway: (_rule, held) => pickAll(held, 'client'),
  restore: (_rule, held) => pickAll(held, 'client'),
  accept_signature: (rule, _held, choices) => ({
    ...signatureChoice(rule, choices),
    ...status(rule, 'Valid'),
  }),
  request_signature: (rule) => ({ ...emptySignature(rule), ...status(rule, 'Draft') }),
  reject_both: (rule) => ({ ...emptySignature(rule), ...status(rule, 'Invalid') }),
}

/** The field choices that an action of a person means. */
export function choicesForAction(doctype: string, held: Held, action: Action, choices: Choices): Choices {
  return TRANSLATE[action](effectiveRule(doctype), held, choices)
}

/** What the deadline applies: the server's values; `null` where it only escalates, for no timer flips a signature. */
export function timeoutChoices(doctype: string, held: Held): Choices | null {
  return timeoutByRule(effectiveRule(doctype), held)
}

/** The same under a given rule. */
export function timeoutByRule(rule: DocTypeRule, held: Held): Choices | null {
  const judged = [...(rule.manual_resolve_fields ?? []), ...signatureFields(rule)]
  const isJudged =
    held.hold.kind === 'signature_review' || held.hold.fields.some((field) => judged.includes(field))
  return rule.on_timeout === 'escalate' && isJudged ? null : pickAll(held, FALLBACK)
}

/** The given values; the length and the resource stay as they were asked for. */
function moved(rule: DocTypeRule, held: Held, choices: Choices): Choices {
  const booking = rule.exclusive_slot
  if (!booking) return choices
  const fields = bookingFields(rule, booking)
  const given = Object.fromEntries(Object.entries(choices).filter(([field]) => fields.includes(field)))
  const client = sidesOf(held).client
  // The end goes with the start even where it is not pending: the other booking of a collision moves too.
  const kept = [...new Set([...held.hold.fields, booking.end])].filter(
    (field) => !Object.hasOwn(given, field),
  )
  const followed = kept.flatMap((field): [string, Choice][] => {
    const shifted = shiftedEnd(booking, client, given, field)
    if (shifted === undefined && !held.hold.fields.includes(field)) return []
    return [[field, { value: shifted ?? own(client, field) ?? null }]]
  })
  return { ...Object.fromEntries(followed), ...given }
}

function pickAll(held: Held, pick: Pick): Choices {
  const fields = held.hold.kind === 'delete_edit' ? [DOCUMENT_FIELD] : held.hold.fields
  return Object.fromEntries(fields.map((field) => [field, { pick }]))
}

function signatureFields(rule: DocTypeRule): readonly string[] {
  const field = Object.keys(rule.fields).find((name) => fieldDef(rule, name)?.type === 'signature')
  if (field === undefined) return []
  return rule.groups?.find(({ fields }) => fields.includes(field))?.fields ?? [field]
}

function signatureChoice(rule: DocTypeRule, choices: Choices): Choices {
  const fields = signatureFields(rule)
  return Object.fromEntries(Object.entries(choices).filter(([field]) => fields.includes(field)))
}

function emptySignature(rule: DocTypeRule): Choices {
  return Object.fromEntries(signatureFields(rule).map((field) => [field, { pick: 'empty' }]))
}

function status(rule: DocTypeRule, value: string): Choices {
  return fieldDef(rule, VALIDATION_STATUS) ? { [VALIDATION_STATUS]: { value } } : {}
}
