import type { Calendar } from '@dartwing/protocol'
import { useLingui } from '@lingui/react/macro'
import { SIDES } from '../../components/side/sides.ts'
import { useItem } from '../../lib/draft/item-context.ts'
import classes from './appointment-context.module.css'
import { Day } from './calendar/day.tsx'
import { OverlapPicture } from './calendar/overlap-picture.tsx'
import { ContactStrip } from './contact-strip.tsx'

/** Both times in one picture, and the day around them. */
export function AppointmentContext({ calendar }: { calendar: Calendar }) {
  const { t } = useLingui()
  const { detail } = useItem()
  const { server, client, time_zone: zone } = calendar
  return (
    <section className={classes.context} aria-label={t`The two times and that day`}>
      {server === null || client === null ? null : (
        <OverlapPicture
          zone={zone}
          lanes={[
            { label: SIDES.server.label, side: 'server', interval: server },
            { label: SIDES.client.label, side: 'client', interval: client },
          ]}
        />
      )}
      <ContactStrip doc={detail.client ?? detail.server ?? {}} />
      <Day calendar={calendar} />
    </section>
  )
}
