import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { IconCircleOff, IconLayersUnion, IconPencil } from '@tabler/icons-react'
import classes from '../../../components/choice/option.module.css'
import radio from '../../../components/choice/radio.module.css'
import { useDraft, useDraftStore } from '../../../lib/draft/draft-store.ts'
import type { Unit } from '../../../lib/draft/units.ts'
import { startValues } from './start-values.ts'

type OtherAnswer = 'both' | 'empty' | 'custom'

interface Words {
  readonly label: MessageDescriptor
  readonly hint: MessageDescriptor
  readonly icon: typeof IconPencil
}

const WORDS: Record<OtherAnswer, Words> = {
  both: { label: msg`Both`, hint: msg`keep both, the server’s first`, icon: IconLayersUnion },
  empty: { label: msg`Empty`, hint: msg`no value at all`, icon: IconCircleOff },
  custom: { label: msg`Custom`, hint: msg`type your own`, icon: IconPencil },
}

/** Of a group, a value of one's own is also how it is taken apart. */
const SPLIT: Words = { label: msg`One by one`, hint: msg`mix both or type your own`, icon: IconPencil }

interface OtherOptionProps {
  readonly unit: Unit
  readonly answer: OtherAnswer
  readonly split?: boolean
}

export function OtherOption({ unit, answer, split = false }: OtherOptionProps) {
  const { t } = useLingui()
  const store = useDraftStore()
  const chosen = useDraft((draft) => {
    const pick = draft.picks[unit.id]
    if (pick === undefined) return false
    return 'pick' in pick ? pick.pick === answer : answer === 'custom' && pick.from === 'typed'
  })
  const { label, hint, icon: Icon } = split ? SPLIT : WORDS[answer]
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
        <b className={classes.label}>{t(label)}</b> <span className={classes.hint}>{t(hint)}</span>
      </span>
    </label>
  )
}
