import type { Calendar } from '@dartwing/protocol'
import { SIDES } from '../../components/side/sides.ts'
import classes from './appointment-context.module.css'
import { DayAgenda } from './calendar/day-agenda.tsx'
import { OverlapPicture } from './calendar/overlap-picture.tsx'

/** Both times in one picture, and the day around them. */
export function AppointmentContext({ calendar }: { calendar: Calendar }) {
  const { server, client, time_zone: zone } = calendar
  return (
    <section className={classes.context} aria-label="The two times and that day">
      {server === null || client === null ? null : (
        <OverlapPicture
          zone={zone}
          lanes={[
            { label: SIDES.server.label, side: 'server', interval: server },
            { label: SIDES.client.label, side: 'client', interval: client },
          ]}
        />
      )}
      <DayAgenda calendar={calendar} />
    </section>
  )
}
