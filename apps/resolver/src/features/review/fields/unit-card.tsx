import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconCheck, IconCircleDashed, IconLock, IconRotate, IconScale } from '@tabler/icons-react'
import { memo, type ReactNode } from 'react'
import { WhyLine } from '../../../components/conflict/why-line.tsx'
import { isDecided } from '../../../lib/draft/answer.ts'
import { useDraft, useDraftStore } from '../../../lib/draft/draft-store.ts'
import { useItem } from '../../../lib/draft/item-context.ts'
import { offeredPicks, takesCustom, type Unit } from '../../../lib/draft/units.ts'
import { WhyButton } from '../why/why-button.tsx'
import { CustomEditor } from './custom-editor.tsx'
import { MovedNote } from './moved-note.tsx'
import { OtherOption } from './other-option.tsx'
import { shownFields } from './shown-fields.ts'
import { SideOption } from './side-option.tsx'
import classes from './unit-card.module.css'

export interface UnitExtras {
  /** Further answers, as radios of the same group: free slots of a calendar. */
  readonly options?: (unit: Unit) => ReactNode
  /** Another editor than one input per field: a date, a time and a length at once. */
  readonly editor?: (unit: Unit) => ReactNode
}

interface UnitCardProps {
  readonly unit: Unit
  readonly extras?: UnitExtras | undefined
}

/** One decision: Before, Server and Device on one row, and every other answer that makes sense below. */
export const UnitCard = memo(function UnitCard({ unit, extras }: UnitCardProps) {
  const { problems, canDecide, zone } = useItem()
  const pick = useDraft((draft) => draft.picks[unit.id])
  const decided = isDecided(unit, pick)
  const offered = offeredPicks(unit)
  const problem = unit.fields.map((field) => problems[field.name]).find((text) => text !== undefined)
  const [first] = unit.fields
  const typed = pick !== undefined && 'values' in pick && pick.from === 'typed'
  const editor = extras?.editor?.(unit) ?? null
  return (
    <fieldset
      className={classes.card}
      data-unit={unit.id}
      data-decided={decided || undefined}
      tabIndex={-1}
      disabled={!canDecide || !unit.editable}
      aria-describedby={problem === undefined ? undefined : `problem-${unit.id}`}
    >
      <legend className={classes.legend}>{unit.label}</legend>
      <UnitState unit={unit} decided={decided} canClear={pick !== undefined && canDecide} />
      <MovedNote unit={unit} />
      {problem === undefined ? null : (
        <p className={classes.problem} id={`problem-${unit.id}`}>
          {problem}
        </p>
      )}
      <div className={classes.columns} data-rows={Math.min(shownFields(unit, zone).length, 8)}>
        <SideOption unit={unit} side="base" offered={offered.includes('base')} />
        <SideOption unit={unit} side="server" offered />
        <SideOption unit={unit} side="client" offered />
      </div>
      <div className={classes.others}>
        {offered.includes('both') ? <OtherOption unit={unit} answer="both" /> : null}
        {offered.includes('empty') ? <OtherOption unit={unit} answer="empty" /> : null}
        {extras?.options?.(unit)}
        {takesCustom(unit) ? (
          <OtherOption unit={unit} answer="custom" split={unit.fields.length > 1 && editor === null} />
        ) : null}
      </div>
      {typed ? (editor ?? <CustomEditor unit={unit} />) : null}
      <div className={classes.why}>
        <WhyLine rule={first?.rule ?? null} reason={first?.reason ?? null} pending={!unit.isOverride} />
        {first === undefined ? null : <WhyButton field={first} />}
      </div>
    </fieldset>
  )
})

function UnitState({ unit, decided, canClear }: { unit: Unit; decided: boolean; canClear: boolean }) {
  const { t } = useLingui()
  const store = useDraftStore()
  if (!unit.editable) {
    return (
      <span className={classes.state}>
        <IconLock size={14} aria-hidden /> <Trans>Needs someone with more rights</Trans>
      </span>
    )
  }
  return (
    <span className={classes.state} data-decided={decided || undefined}>
      {unit.isOverride ? (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconScale size={13} aria-hidden />}
          onClick={() => store.dispatch({ type: 'overridden', unit: unit.id, on: false })}
        >
          <Trans>Leave it to the rule</Trans>
        </Button>
      ) : canClear ? (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconRotate size={13} aria-hidden />}
          onClick={() => store.dispatch({ type: 'cleared', unit: unit.id })}
          aria-label={t`Take back the choice for ${unit.label}`}
        >
          <Trans>Take back</Trans>
        </Button>
      ) : null}
      {decided ? <IconCheck size={14} aria-hidden /> : <IconCircleDashed size={14} aria-hidden />}
      {decided ? <Trans>Decided</Trans> : <Trans>Not decided</Trans>}
    </span>
  )
}
