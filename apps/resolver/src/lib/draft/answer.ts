import type { ConflictDetail, FieldView, ResolveRequest } from '@dartwing/protocol'
import type { Choice, Json, Pick } from '@dartwing/rules'
import type { Draft, UnitPick } from './draft.ts'
import { DOCUMENT_FIELD, splitFields, type Unit } from './units.ts'
import { valueProblem } from './valid-value.ts'

export type Obstacle =
  | { readonly is: 'open' }
  | { readonly is: 'locked'; readonly label: string }
  | { readonly is: 'outcome' | 'time' | 'reason' | 'reason_for_override' }

export interface Answer {
  readonly decided: number
  readonly total: number
  /** Units still waiting for this person. */
  readonly missing: readonly string[]
  /** Why it cannot be sent yet; null = it can. */
  readonly obstacle: Obstacle | null
  readonly request: ResolveRequest
}

/** Turns a draft into the request that carries it, and says what is still missing. */
export function answerOf(detail: ConflictDetail, draft: Draft): Answer {
  const comment = draft.comment.trim() === '' ? {} : { comment: draft.comment.trim() }
  if (detail.kind !== 'field_conflict') {
    return verdictAnswer(detail, draft, comment)
  }
  const units = splitFields(detail, draft.overrides).open
  const missing = units.filter((unit) => !isDecided(unit, draft.picks[unit.id])).map((unit) => unit.id)
  const locked = units.find((unit) => !unit.editable)
  return {
    decided: units.length - missing.length,
    total: units.length,
    missing,
    obstacle: obstacleOf(missing.length, locked?.label, draft),
    request: { action: 'choose', choices: choicesOf(units, draft), ...comment },
  }
}

function obstacleOf(missing: number, lockedLabel: string | undefined, draft: Draft): Obstacle | null {
  if (lockedLabel !== undefined) return { is: 'locked', label: lockedLabel }
  if (missing > 0) return { is: 'open' }
  const isUnexplained = draft.overrides.length > 0 && draft.comment.trim() === ''
  return isUnexplained ? { is: 'reason_for_override' } : null
}

export function isDecided(unit: Unit, pick: UnitPick | undefined): boolean {
  if (pick === undefined) return false
  if ('pick' in pick) return true
  return unit.fields.every((field) => !(field.name in pick.values) || problemIn(field, pick) === null)
}

function problemIn(field: FieldView, pick: UnitPick): string | null {
  return 'values' in pick ? valueProblem(field, pick.values[field.name] ?? null) : null
}

function choicesOf(units: readonly Unit[], draft: Draft): Record<string, Choice> {
  const choices: Record<string, Choice> = {}
  for (const unit of units) {
    const pick = draft.picks[unit.id]
    if (pick === undefined || !isDecided(unit, pick)) continue
    for (const field of unit.fields) {
      if ('values' in pick) {
        const value = pick.values[field.name]
        if (value !== undefined) choices[field.name] = { value }
      } else if (unit.isOverride) {
        const value = sideValue(field, pick.pick)
        if (value !== undefined) choices[field.name] = { value }
      } else if (field.disposition === 'needs_choice') {
        choices[field.name] = { pick: pick.pick }
      }
    }
  }
  return choices
}

/** The rules name the sides as they are now; of what was settled before, the value itself has to be said. */
function sideValue(field: FieldView, pick: Pick): Json | undefined {
  if (pick === 'empty' || pick === 'both') return null
  return field[pick] ?? null
}

const REASON_NEEDED = new Set(['book_anyway', 'request_signature', 'reject_both'])

function verdictAnswer(detail: ConflictDetail, draft: Draft, comment: { comment?: string }): Answer {
  const { verdict } = draft
  const decided = verdict !== null && !(verdict.action === 'move' && verdict.values === null)
  const obstacle = verdictObstacle(draft, decided)
  return {
    decided: decided ? 1 : 0,
    total: 1,
    missing: decided ? [] : ['verdict'],
    obstacle,
    request: {
      action: verdict?.action ?? 'choose',
      target: verdict?.target ?? 'this',
      choices: verdictChoices(detail, draft),
      ...comment,
    },
  }
}

function verdictObstacle({ verdict, comment }: Draft, decided: boolean): Obstacle | null {
  if (verdict === null) return { is: 'outcome' }
  if (!decided) return { is: 'time' }
  return REASON_NEEDED.has(verdict.action) && comment.trim() === '' ? { is: 'reason' } : null
}

export function needsReason(draft: Draft): boolean {
  return draft.overrides.length > 0 || (draft.verdict !== null && REASON_NEEDED.has(draft.verdict.action))
}

function verdictChoices(detail: ConflictDetail, draft: Draft): Record<string, Choice> {
  const { verdict } = draft
  if (verdict === null) return {}
  const { pick, values } = verdict
  if (values !== null) {
    return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { value }]))
  }
  if (pick === null) return {}
  // A deletion against a change is answered for the record as a whole.
  if (detail.kind === 'delete_edit') return { [DOCUMENT_FIELD]: { pick } }
  const waiting = detail.fields_view.filter((field) => field.disposition === 'needs_choice')
  return Object.fromEntries(waiting.map((field) => [field.name, { pick }]))
}
