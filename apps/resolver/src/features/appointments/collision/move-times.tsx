import type { Interval } from '@dartwing/protocol'
import { Trans } from '@lingui/react/macro'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import option from '../../../components/choice/option.module.css'
import radio from '../../../components/choice/radio.module.css'
import { useDraft, useDraftStore } from '../../../lib/draft/draft-store.ts'
import { useItem } from '../../../lib/draft/item-context.ts'
import { offeredTimes } from '../offered-times.ts'
import { slotIn } from '../slot-in.ts'
import { SlotRadios } from '../slot-radios.tsx'
import { slotValues } from '../slot-values.ts'
import { TimeInputs } from '../time-inputs.tsx'
import classes from './collision-decision.module.css'
import type { Party } from './collision-parties.ts'

/** The new time of the appointment that moves: a free one, or one typed in. */
export function MoveTimes({ party }: { party: Party }) {
  const { detail, zone } = useItem()
  const store = useDraftStore()
  const values = useDraft((draft) => draft.verdict?.values ?? null)
  const [typing, setTyping] = useState(false)
  const { calendar } = detail
  const from = party.slot
  if (calendar === null || from === null) return null
  const chosen = values === null ? null : slotIn(party.fields, values, zone)
  const move = (slot: Interval | null): void =>
    store.dispatch({
      type: 'judged',
      verdict: {
        action: 'move',
        target: party.target,
        pick: null,
        values: slot === null ? null : slotValues(party.fields, slot, calendar.time_zone),
      },
    })
  return (
    <fieldset className={classes.times}>
      <legend className={classes.timesLegend}>
        <Trans>To which time?</Trans>
      </legend>
      <div className={classes.slots}>
        <SlotRadios
          name="new-time"
          slots={offeredTimes(party.target === 'other' ? calendar.free_for_other : calendar.free)}
          zone={calendar.time_zone}
          chosenStart={typing ? null : (chosen?.start ?? null)}
          onChoose={(slot) => {
            setTyping(false)
            move(slot)
          }}
        />
        <label className={option.option} data-chosen={typing || undefined}>
          <input
            type="radio"
            name="new-time"
            className={radio.radio}
            checked={typing}
            onChange={() => {
              setTyping(true)
              move(chosen)
            }}
          />
          <IconPencil size={15} stroke={1.8} aria-hidden className={option.icon} />
          <b>
            <Trans>Another time</Trans>
          </b>
        </label>
      </div>
      {typing ? <TimeInputs slot={chosen ?? from} zone={calendar.time_zone} onChange={move} /> : null}
    </fieldset>
  )
}
