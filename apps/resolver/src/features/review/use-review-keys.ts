import type { ConflictDetail } from '@dartwing/protocol'
import type { Pick } from '@dartwing/rules'
import { useRef } from 'react'
import { answerOf } from '../../lib/draft/answer.ts'
import type { DraftStore } from '../../lib/draft/draft-store.ts'
import { offeredPicks, splitFields, takesCustom, type Unit } from '../../lib/draft/units.ts'
import { focusInView } from '../../lib/focus-in-view.ts'
import { takeBackLast } from '../../lib/last-decision.ts'
import { type KeyMap, useKeys } from '../../lib/use-keys.ts'
import { startValues } from './fields/start-values.ts'
import { useExplain } from './why/explain.ts'

interface ReviewKeys {
  readonly detail: ConflictDetail
  readonly store: DraftStore
  readonly enabled: boolean
  readonly onReview: () => void
}

/**
 * j k move between fields, n p between open ones, 1 2 3 0 e b answer, w says why, z takes back, mod+Enter goes on.
 * Where there is one decision about the whole item, the digits are its answers in their order.
 */
export function useReviewKeys({ detail, store, enabled, onReview }: ReviewKeys): void {
  const explain = useExplain()
  const last = useRef<string | null>(null)
  const units = (): readonly Unit[] =>
    splitFields(detail, store.get().overrides).open.filter((unit) => unit.editable)
  const open = (): readonly Unit[] => {
    const { missing } = answerOf(detail, store.get())
    return units().filter((unit) => missing.includes(unit.id))
  }
  const current = (): Unit | undefined => {
    const focused = document.activeElement?.closest('[data-unit]')?.getAttribute('data-unit') ?? last.current
    return units().find((unit) => unit.id === focused) ?? open()[0] ?? units()[0]
  }
  const focus = (unit: Unit | undefined): void => {
    if (unit === undefined) return
    last.current = unit.id
    focusInView(document.querySelector<HTMLElement>(`[data-unit="${CSS.escape(unit.id)}"]`))
  }
  const move = (among: readonly Unit[], step: 1 | -1): void => {
    const order = units().map((unit) => unit.id)
    const here = order.indexOf(focusedId() ?? '')
    const ahead = among.filter((unit) => (order.indexOf(unit.id) - here) * step > 0)
    focus(step === 1 ? (ahead[0] ?? among[0]) : (ahead.at(-1) ?? among.at(-1)))
  }
  const choose = (pick: Pick) => (): void => {
    const unit = current()
    if (unit === undefined || !offeredPicks(unit).includes(pick)) return
    focus(unit)
    store.dispatch({ type: 'picked', unit: unit.id, pick: { pick } })
  }
  const rest = (pick: 'server' | 'client') => (): void => {
    store.dispatch({ type: 'picked_rest', units: open().map((unit) => unit.id), pick })
  }
  const map: KeyMap = {
    j: () => move(units(), 1),
    k: () => move(units(), -1),
    n: () => move(open(), 1),
    p: () => move(open(), -1),
    1: choose('server'),
    2: choose('client'),
    3: choose('base'),
    0: choose('empty'),
    b: choose('both'),
    e: () => typeOwn(current(), store),
    'shift+1': rest('server'),
    'shift+2': rest('client'),
    z: () => (store.get().past.length > 0 ? store.dispatch({ type: 'undone' }) : takeBackLast()),
    'shift+z': () => store.dispatch({ type: 'redone' }),
    w: () => explainOrUnfold(current()?.fields[0]?.name, explain),
    'mod+Enter': onReview,
  }
  useKeys(detail.kind === 'field_conflict' ? map : { ...map, ...verdictKeys() }, enabled)
}

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

function verdictKeys(): KeyMap {
  const radios = (): readonly HTMLInputElement[] => [
    ...document.querySelectorAll<HTMLInputElement>('[data-unit="verdict"] input[type="radio"]'),
  ]
  const enter = (): void => (radios().find((radio) => radio.checked) ?? radios()[0])?.focus()
  const answers = DIGITS.map((digit, index) => {
    const answer = (): void => {
      const radio = radios()[index]
      radio?.focus()
      radio?.click()
    }
    return [digit, answer] as const
  })
  return { n: enter, p: enter, j: enter, k: enter, ...Object.fromEntries(answers) }
}

function focusedId(): string | null {
  return document.activeElement?.closest('[data-unit]')?.getAttribute('data-unit') ?? null
}

/** Opens the typed control and puts the cursor into it. */
function typeOwn(unit: Unit | undefined, store: DraftStore): void {
  if (unit === undefined || !takesCustom(unit)) return
  const pick = store.get().picks[unit.id]
  store.dispatch({ type: 'picked', unit: unit.id, pick: { values: startValues(unit, pick), from: 'typed' } })
  requestAnimationFrame(() => {
    const card = document.querySelector(`[data-unit="${CSS.escape(unit.id)}"]`)
    card?.querySelector<HTMLElement>('input:not([type="radio"]), textarea, select')?.focus()
  })
}

/** Everything about the field in hand; where there is none, what the rules settled is unfolded or folded. */
function explainOrUnfold(field: string | undefined, explain: ((field: string) => void) | null): void {
  if (field !== undefined && explain !== null) {
    explain(field)
    return
  }
  const folds = [...document.querySelectorAll<HTMLDetailsElement>('details[data-why-fold]')]
  const open = folds.some((fold) => !fold.open)
  for (const fold of folds) fold.open = open
}
