import type { FieldView } from '@dartwing/protocol'
import { Trans } from '@lingui/react/macro'
import { lazy, Suspense } from 'react'
import radio from '../../../components/choice/radio.module.css'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { SIDES } from '../../../components/side/sides.ts'
import { Value } from '../../../components/value/value.tsx'
import { useDraft, useDraftStore } from '../../../lib/draft/draft-store.ts'
import { useItem } from '../../../lib/draft/item-context.ts'
import { canonical } from '../../../lib/draft/prints.ts'
import { isEmptyValue, type Unit } from '../../../lib/draft/units.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import { isProse } from './is-prose.ts'
import { shownFields } from './shown-fields.ts'
import classes from './side-option.module.css'

const WordDiff = lazy(() =>
  import('../../../components/value/word-diff.tsx').then((module) => ({ default: module.WordDiff })),
)

type SideKey = 'base' | 'server' | 'client'

interface SideOptionProps {
  readonly unit: Unit
  readonly side: SideKey
  readonly offered: boolean
}

/** A column of the diff that is also the answer: the whole card is the label of a native radio. */
export function SideOption({ unit, side, offered }: SideOptionProps) {
  const { detail, zone } = useItem()
  const store = useDraftStore()
  const chosen = useDraft((draft) => {
    const pick = draft.picks[unit.id]
    return pick !== undefined && 'pick' in pick && pick.pick === side
  })
  const tone = SIDES[side].tone
  if (!offered)
    return (
      <div className={classes.unknown}>
        <Trans>No common version is known: only two sides to compare.</Trans>
      </div>
    )
  const who = detail.sides[side]
  return (
    <label className={classes.option} data-tone={tone} data-side={side} data-chosen={chosen || undefined}>
      <span className={classes.head}>
        <input
          type="radio"
          name={unit.id}
          className={radio.radio}
          checked={chosen}
          onChange={() => store.dispatch({ type: 'picked', unit: unit.id, pick: { pick: side } })}
        />
        <SideLabel side={side} />
      </span>
      {shownFields(unit, zone).map((field) => (
        <span key={field.name} className={classes.member}>
          {unit.fields.length > 1 ? <span className={classes.name}>{ruleText(field.label)}</span> : null}
          <SideValue field={field} side={side} zone={zone} />
        </span>
      ))}
      <span className={classes.who}>
        {who === null || side === 'base' ? <Trans>The last version both sides had</Trans> : who.actor_name}
        {who === null || side === 'base' || who.at === null ? null : (
          <time dateTime={who.at}>, {formatInstant(who.at, zone, 'short')}</time>
        )}
      </span>
    </label>
  )
}

function SideValue({ field, side, zone }: { field: FieldView; side: SideKey; zone: string }) {
  const value = field[side]
  const moved = side !== 'base' && field.base !== undefined && canonical(value) !== canonical(field.base)
  if (
    moved &&
    isProse(field) &&
    typeof value === 'string' &&
    typeof field.base === 'string' &&
    !isEmptyValue(field.base)
  ) {
    return (
      <span className={classes.value} data-moved>
        <Suspense fallback={value}>
          <WordDiff before={field.base} after={value} />
        </Suspense>
      </span>
    )
  }
  return (
    <span className={classes.value} data-moved={moved || field.base === undefined || undefined}>
      <Value field={field} value={value} zone={zone} whose={SIDES[side].label} />
    </span>
  )
}
