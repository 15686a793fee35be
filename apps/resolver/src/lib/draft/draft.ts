import type { ConflictDetail, FieldView } from '@dartwing/protocol'
import type { Action, Json, Pick } from '@dartwing/rules'
import { type FieldPrint, printOf } from './prints.ts'
import { splitFields, unitIdOf } from './units.ts'

export type Values = Readonly<Record<string, Json>>

/** A person's answer for one unit: a side, or values of their own (typed, or a free slot they took). */
export type UnitPick = { readonly pick: Pick } | { readonly values: Values; readonly from: 'typed' | 'slot' }

/** The one decision of a double booking, a signature or a restore; `null` = not decided. */
export interface Verdict {
  readonly action: Action
  readonly target: 'this' | 'other'
  readonly pick: 'server' | 'client' | null
  /** The new time, for a move. */
  readonly values: Values | null
}

export type UnitPrints = Readonly<Record<string, FieldPrint>>

export interface Decided {
  readonly picks: Readonly<Record<string, UnitPick>>
  readonly verdict: Verdict | null
  /** What a rule has settled and this person decides all the same, by unit. */
  readonly overrides: readonly string[]
}

/** A commit that was sent: kept with its key until the answer is known, so that sending again is always safe. */
export interface Attempt {
  readonly key: string
  readonly body: string
}

/** Everything a person has done with an item, pinned to the revision they saw. Submitting uses nothing else. */
export interface Draft extends Decided {
  readonly conflict: string
  readonly revision: number
  readonly was: Readonly<Record<string, UnitPrints>>
  /** How many units waited for a person; what they took over from a rule comes on top. */
  readonly waiting: number
  readonly moved: Readonly<Record<string, UnitPrints>>
  readonly comment: string
  readonly attempt: Attempt | null
  readonly past: readonly Decided[]
  readonly future: readonly Decided[]
}

export type DraftEvent =
  | { readonly type: 'picked'; readonly unit: string; readonly pick: UnitPick }
  | { readonly type: 'picked_rest'; readonly units: readonly string[]; readonly pick: Pick }
  | { readonly type: 'cleared'; readonly unit: string }
  /** A person takes what a rule has settled into their own hands, or leaves it to the rule again. */
  | { readonly type: 'overridden'; readonly unit: string; readonly on: boolean }
  | { readonly type: 'judged'; readonly verdict: Verdict | null }
  | { readonly type: 'commented'; readonly comment: string }
  | { readonly type: 'undone' }
  | { readonly type: 'redone' }
  | { readonly type: 'sending'; readonly attempt: Attempt }
  | { readonly type: 'answered' }
  | { readonly type: 'replaced'; readonly draft: Draft }

const HISTORY = 50

export function newDraft(detail: ConflictDetail): Draft {
  return {
    conflict: detail.id,
    revision: detail.revision,
    ...questionsOf(detail),
    picks: {},
    verdict: null,
    overrides: [],
    moved: {},
    comment: '',
    attempt: null,
    past: [],
    future: [],
  }
}

/** Has the person decided or said anything yet? */
export function isBegun({ picks, verdict, overrides, comment, attempt }: Draft): boolean {
  const isDecided = Object.keys(picks).length > 0 || verdict !== null || overrides.length > 0
  return isDecided || comment !== '' || attempt !== null
}

/** What is asked at a revision, and what stood on each side. */
export function questionsOf(detail: ConflictDetail): { [Key in 'was' | 'waiting']: Draft[Key] } {
  const { open, settled } = splitFields(detail)
  return { was: printsOf(detail, settled), waiting: open.length }
}

/** Of what rules settled too: a person may take it over later, and must then hear what has moved since. */
function printsOf(detail: ConflictDetail, settled: readonly FieldView[]): Record<string, UnitPrints> {
  const prints: Record<string, UnitPrints> = {}
  for (const unit of splitFields(detail, settled.map(unitIdOf)).open) {
    prints[unit.id] = Object.fromEntries(unit.fields.map((field) => [field.name, printOf(field)]))
  }
  return prints
}

export function reduceDraft(draft: Draft, event: DraftEvent): Draft {
  // While a commit's fate is unknown its content must not change: the same key must mean the same request.
  if (draft.attempt !== null && event.type !== 'answered' && event.type !== 'replaced') return draft
  switch (event.type) {
    case 'picked':
      return decide(draft, { picks: { ...draft.picks, [event.unit]: event.pick } }, [event.unit])
    case 'picked_rest': {
      const added = event.units.map((unit): [string, UnitPick] => [unit, { pick: event.pick }])
      return decide(draft, { picks: { ...draft.picks, ...Object.fromEntries(added) } }, event.units)
    }
    case 'cleared':
      return decide(draft, { picks: without(draft.picks, event.unit) }, [])
    case 'overridden': {
      const others = draft.overrides.filter((unit) => unit !== event.unit)
      const overrides = event.on ? [...others, event.unit] : others
      return decide(draft, { overrides, picks: without(draft.picks, event.unit) }, [])
    }
    case 'judged':
      return decide(draft, { verdict: event.verdict }, [])
    case 'commented':
      return { ...draft, comment: event.comment }
    case 'undone':
      return step(draft, draft.past.at(-1), 'back')
    case 'redone':
      return step(draft, draft.future.at(-1), 'forth')
    case 'sending':
      return { ...draft, attempt: event.attempt }
    case 'answered':
      return { ...draft, attempt: null }
    case 'replaced':
      return event.draft
  }
}

function decide(draft: Draft, change: Partial<Decided>, touched: readonly string[]): Draft {
  const moved = Object.fromEntries(Object.entries(draft.moved).filter(([unit]) => !touched.includes(unit)))
  // Typing is one step of undo, not one per letter.
  const typing = touched.some((unit) => isTyped(draft.picks[unit]) && isTyped(change.picks?.[unit]))
  const past = typing ? draft.past : [...draft.past, decidedOf(draft)].slice(-HISTORY)
  return { ...draft, ...change, moved, past, future: [] }
}

function isTyped(pick: UnitPick | undefined): boolean {
  return pick !== undefined && 'values' in pick && pick.from === 'typed'
}

function step(draft: Draft, to: Decided | undefined, direction: 'back' | 'forth'): Draft {
  if (to === undefined) return draft
  const here = decidedOf(draft)
  return direction === 'back'
    ? { ...draft, ...to, past: draft.past.slice(0, -1), future: [...draft.future, here] }
    : { ...draft, ...to, past: [...draft.past, here], future: draft.future.slice(0, -1) }
}

function decidedOf(draft: Draft): Decided {
  return { picks: draft.picks, verdict: draft.verdict, overrides: draft.overrides }
}

function without(picks: Draft['picks'], unit: string): Draft['picks'] {
  return Object.fromEntries(Object.entries(picks).filter(([id]) => id !== unit))
}
