import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useMemo } from 'react'
import { Banner } from '../../components/chrome/banner.tsx'
import { answerOf } from '../../lib/draft/answer.ts'
import { useDraft, useDraftStore } from '../../lib/draft/draft-store.ts'
import { useItem } from '../../lib/draft/item-context.ts'
import { splitFields } from '../../lib/draft/units.ts'
import classes from './field-decisions.module.css'
import { OverrideReason } from './fields/override-reason.tsx'
import { UnitCard, type UnitExtras } from './fields/unit-card.tsx'

/** Only what needs a person is open; nothing is picked beforehand. */
export function FieldDecisions({ extras }: { extras?: UnitExtras | undefined }) {
  const { t } = useLingui()
  const { detail, canDecide } = useItem()
  const overrides = useDraft((draft) => draft.overrides)
  const units = useMemo(() => splitFields(detail, overrides).open, [detail, overrides])
  const store = useDraftStore()
  const rest = (pick: 'server' | 'client'): void => {
    const { missing } = answerOf(detail, store.get())
    store.dispatch({ type: 'picked_rest', units: missing, pick })
  }
  if (units.length === 0) {
    return (
      <Banner tone="info" icon={<IconCircleCheck size={18} />} title={t`Nothing is left to decide`}>
        <Trans>Both sides now say the same. You can close this item as it is.</Trans>
      </Banner>
    )
  }
  return (
    <section className={classes.section} aria-labelledby="needs-you">
      <div className={classes.bar}>
        <h2 id="needs-you" className={classes.heading}>
          <Trans>Needs you</Trans>
        </h2>
        {units.length > 1 && canDecide ? (
          <div className={classes.rest}>
            <Button size="compact-sm" variant="default" onClick={() => rest('server')}>
              <Trans>Server for the rest</Trans>
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => rest('client')}>
              <Trans>Device for the rest</Trans>
            </Button>
          </div>
        ) : null}
      </div>
      {units.map((unit) => (
        <UnitCard key={unit.id} unit={unit} extras={extras} />
      ))}
      {overrides.length === 0 ? null : <OverrideReason />}
    </section>
  )
}
