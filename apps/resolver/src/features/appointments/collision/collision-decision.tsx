import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import radio from '../../../components/choice/radio.module.css'
import { ReasonField } from '../../../components/choice/reason-field.tsx'
import { needsReason } from '../../../lib/draft/answer.ts'
import { useDraft, useDraftStore } from '../../../lib/draft/draft-store.ts'
import { useItem } from '../../../lib/draft/item-context.ts'
import { Day } from '../calendar/day.tsx'
import { OverlapPicture } from '../calendar/overlap-picture.tsx'
import classes from './collision-decision.module.css'
import { partiesOf } from './collision-parties.ts'
import { collisionVerdicts, sameVerdict, type VerdictOption } from './collision-verdicts.ts'
import { MoveTimes } from './move-times.tsx'
import { PartyCard } from './party-card.tsx'

/** Two appointments, one slot: nothing to merge, one scheduling decision to take. */
export function CollisionDecision() {
  const { detail, zone } = useItem()
  const { asks, holds } = partiesOf(detail)
  const calendarZone = detail.calendar?.time_zone ?? zone
  return (
    <div className={classes.collision}>
      <div className={classes.parties}>
        {holds === null ? null : <PartyCard party={holds} part={t`Holds the time`} zone={calendarZone} />}
        <PartyCard party={asks} part={t`Asks for the time`} zone={calendarZone} />
      </div>
      <div className={classes.context}>
        {holds?.slot == null || asks.slot === null ? null : (
          <OverlapPicture
            zone={calendarZone}
            lanes={[
              { label: t`Holds`, side: 'server', interval: holds.slot },
              { label: t`Asks`, side: 'client', interval: asks.slot },
            ]}
          />
        )}
        {detail.calendar === null ? null : <Day calendar={detail.calendar} />}
      </div>
      <VerdictRadios options={collisionVerdicts(detail, asks, holds)} />
    </div>
  )
}

function VerdictRadios({ options }: { options: readonly VerdictOption[] }) {
  const { detail, canDecide } = useItem()
  const store = useDraftStore()
  const verdict = useDraft((draft) => draft.verdict)
  const comment = useDraft((draft) => draft.comment)
  const wantsReason = useDraft(needsReason)
  const { asks, holds } = partiesOf(detail)
  return (
    <fieldset className={classes.fieldset} disabled={!canDecide} data-unit="verdict" tabIndex={-1}>
      <legend className={classes.legend}>
        <Trans>What happens?</Trans>
      </legend>
      {options.map((option) => {
        const chosen = verdict !== null && sameVerdict(verdict, option)
        const party = option.target === 'this' ? asks : holds
        const Icon = option.icon
        return (
          <div key={option.id} className={classes.option} data-chosen={chosen || undefined}>
            <label className={classes.choice}>
              <input
                type="radio"
                name="verdict"
                className={radio.radio}
                checked={chosen}
                onChange={() =>
                  store.dispatch({
                    type: 'judged',
                    verdict: { action: option.action, target: option.target, pick: null, values: null },
                  })
                }
              />
              <Icon size={17} stroke={1.8} aria-hidden className={classes.icon} />
              <span>
                <b>{option.label}</b>
                <span className={classes.hint}>{option.hint}</span>
              </span>
            </label>
            {chosen && option.action === 'move' && party !== null ? <MoveTimes party={party} /> : null}
          </div>
        )
      })}
      {wantsReason ? (
        <ReasonField
          value={comment}
          onChange={(reason) => store.dispatch({ type: 'commented', comment: reason })}
        />
      ) : null}
    </fieldset>
  )
}
