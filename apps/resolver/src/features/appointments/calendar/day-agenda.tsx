import type { Booking } from '@dartwing/protocol'
import { Trans } from '@lingui/react/macro'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { formatRange } from '../../../lib/time/format.ts'
import classes from './day-agenda.module.css'

interface DayAgendaProps {
  readonly bookings: readonly Booking[]
  readonly zone: string
}

/** What is booked that day, as a list that a phone and a screen reader can take. */
export function DayAgenda({ bookings, zone }: DayAgendaProps) {
  if (bookings.length === 0) {
    return (
      <p className={classes.empty}>
        <Trans>Nothing is booked that day.</Trans>
      </p>
    )
  }
  return (
    <ul className={classes.list}>
      {bookings.map((booking) => (
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
  )
}
