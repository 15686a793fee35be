import type { Calendar } from '@dartwing/protocol'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { formatInstant, formatRange, zoneLabel } from '../../../lib/time/format.ts'
import { sameClock, viewerZone } from '../../../lib/time/zone.ts'
import classes from './day-agenda.module.css'

/** The day of the same person or room around the question, as a list that a phone and a screen reader can take. */
export function DayAgenda({ calendar }: { calendar: Calendar }) {
  const zone = calendar.time_zone
  const day = [...calendar.day].sort((a, b) => Date.parse(a.start) - Date.parse(b.start))
  const [first] = day
  if (first === undefined) return <p className={classes.empty}>Nothing else is booked that day.</p>
  const mine = viewerZone()
  return (
    <section className={classes.agenda} aria-label={`That day of ${calendar.resource_label}`}>
      <h2 className={classes.heading}>
        {calendar.resource_label} · {formatInstant(first.start, zone, 'date')}
        <span className={classes.zone}>
          {zoneLabel(zone)}
          {sameClock(first.start, zone, mine)
            ? ''
            : `; your clock shows ${formatInstant(first.start, mine, 'time')} for ${formatInstant(first.start, zone, 'time')}`}
        </span>
      </h2>
      <ul className={classes.list}>
        {day.map((booking) => (
          <li
            key={`${booking.name} ${booking.role} ${booking.start}`}
            className={classes.booking}
            data-role={booking.role}
          >
            <time dateTime={booking.start} className={classes.time}>
              {formatRange(booking.start, booking.end, zone, 'time')}
            </time>
            <span className={classes.title}>{booking.title}</span>
            {booking.role === 'neighbour' ? null : <SideLabel side={booking.role} />}
          </li>
        ))}
      </ul>
    </section>
  )
}
