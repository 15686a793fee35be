import { IconCircleOff, IconLayersUnion, IconPencil } from '@tabler/icons-react'
import classes from '../../../components/choice/option.module.css'
import radio from '../../../components/choice/radio.module.css'
import { useDraft, useDraftStore } from '../../../lib/draft/draft-store.ts'
import type { Unit } from '../../../lib/draft/units.ts'
import { startValues } from './start-values.ts'

type OtherAnswer = 'both' | 'empty' | 'custom'

const WORDS: Record<OtherAnswer, { label: string; hint: string; icon: typeof IconPencil }> = {
  both: { label: 'Both', hint: 'keep both, the server’s first', icon: IconLayersUnion },
  empty: { label: 'Empty', hint: 'no value at all', icon: IconCircleOff },
  custom: { label: 'Custom', hint: 'type your own', icon: IconPencil },
}

export function OtherOption({ unit, answer }: { unit: Unit; answer: OtherAnswer }) {
  const store = useDraftStore()
  const chosen = useDraft((draft) => {
    const pick = draft.picks[unit.id]
    if (pick === undefined) return false
    return 'pick' in pick ? pick.pick === answer : answer === 'custom' && pick.from === 'typed'
  })
  const { label, hint, icon: Icon } = WORDS[answer]
  const choose = (): void => {
    const pick = store.get().picks[unit.id]
    store.dispatch({
      type: 'picked',
      unit: unit.id,
      pick: answer === 'custom' ? { values: startValues(unit, pick), from: 'typed' } : { pick: answer },
    })
  }
  return (
    <label className={classes.option} data-chosen={chosen || undefined} data-answer={answer}>
      <input type="radio" name={unit.id} className={radio.radio} checked={chosen} onChange={choose} />
      <Icon size={15} stroke={1.8} aria-hidden className={classes.icon} />
      <span>
        <b className={classes.label}>{label}</b> <span className={classes.hint}>{hint}</span>
      </span>
    </label>
  )
}
