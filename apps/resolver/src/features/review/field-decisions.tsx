import { Button } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useMemo } from 'react'
import { Banner } from '../../components/chrome/banner.tsx'
import { answerOf } from '../../lib/draft/answer.ts'
import { useDraftStore } from '../../lib/draft/draft-store.ts'
import { useItem } from '../../lib/draft/item-context.ts'
import { splitFields } from '../../lib/draft/units.ts'
import classes from './field-decisions.module.css'
import { UnitCard, type UnitExtras } from './fields/unit-card.tsx'

/** Only what needs a person is open; nothing is picked beforehand. */
export function FieldDecisions({ extras }: { extras?: UnitExtras | undefined }) {
  const { detail, canDecide } = useItem()
  const units = useMemo(() => splitFields(detail).open, [detail])
  const store = useDraftStore()
  const rest = (pick: 'server' | 'client'): void => {
    const { missing } = answerOf(detail, store.get())
    store.dispatch({ type: 'picked_rest', units: missing, pick })
  }
  if (units.length === 0) {
    return (
      <Banner tone="info" icon={<IconCircleCheck size={18} />} title="Nothing is left to decide">
        Both sides now say the same. You can close this item as it is.
      </Banner>
    )
  }
  return (
    <section className={classes.section} aria-labelledby="needs-you">
      <div className={classes.bar}>
        <h2 id="needs-you" className={classes.heading}>
          Needs you
        </h2>
        {units.length > 1 && canDecide ? (
          <div className={classes.rest}>
            <Button size="compact-sm" variant="default" onClick={() => rest('server')}>
              Server for the rest
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => rest('client')}>
              Device for the rest
            </Button>
          </div>
        ) : null}
      </div>
      {units.map((unit) => (
        <UnitCard key={unit.id} unit={unit} extras={extras} />
      ))}
    </section>
  )
}
