import type { ConflictDetail } from '@dartwing/protocol'
import { type Draft, questionsOf, type UnitPick, type UnitPrints, type Verdict } from './draft.ts'
import { samePrint } from './prints.ts'
import { splitFields } from './units.ts'

/**
 * Carries a draft over to a newer revision. A pick whose values moved is taken back and marked, because it was an
 * answer to another question; a value someone typed is theirs and is never dropped; everything else stays.
 */
export function rebaseDraft(draft: Draft, fresh: ConflictDetail): Draft {
  const asked = questionsOf(fresh)
  const now = asked.was
  const open = splitFields(fresh, draft.overrides).open
  const isOpen = new Set(open.map((unit) => unit.id))
  const picks: Record<string, UnitPick> = {}
  const moved: Record<string, UnitPrints> = {}
  for (const unit of new Set([...isOpen, ...Object.keys(draft.picks)])) {
    const before = draft.was[unit] ?? {}
    const same = samePrint(before, now[unit] ?? {})
    const pick = draft.picks[unit]
    if (pick !== undefined && (same || 'values' in pick)) picks[unit] = pick
    if (!same && isOpen.has(unit)) moved[unit] = before
  }
  const steady = samePrint(draft.was, now)
  return {
    ...draft,
    revision: fresh.revision,
    ...asked,
    picks,
    overrides: open.filter((unit) => unit.isOverride).map((unit) => unit.id),
    verdict: rebasedVerdict(draft.verdict, steady),
    moved: { ...onlyOpen(draft.moved, isOpen), ...moved },
    // Older answers belong to older questions: stepping back into them would keep a pick whose value changed.
    past: [],
    future: [],
  }
}

/** A move to a time of one's own is a value someone chose; the other verdicts answer what was on the screen. */
function rebasedVerdict(verdict: Verdict | null, steady: boolean): Verdict | null {
  if (verdict === null || steady) return verdict
  return verdict.values === null ? null : verdict
}

function onlyOpen(moved: Draft['moved'], isOpen: ReadonlySet<string>): Record<string, UnitPrints> {
  return Object.fromEntries(Object.entries(moved).filter(([unit]) => isOpen.has(unit)))
}
