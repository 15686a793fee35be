import '@mantine/schedule/styles.layer.css'
import type { Booking, Interval } from '@dartwing/protocol'
import { useLingui } from '@lingui/react/macro'
import { DayView, type ScheduleEventData } from '@mantine/schedule'
import { useMemo } from 'react'
import { SIDES } from '../../../components/side/sides.ts'
import { formatRange } from '../../../lib/time/format.ts'
import { shownHours, touches, wallSpan } from './day-of.ts'
import classes from './day-picture.module.css'

export interface DayPictureProps {
  readonly date: string
  readonly zone: string
  readonly bookings: readonly Booking[]
  /** What both sides claim. */
  readonly shared: Interval | null
  /** The time that would result from the picks so far. */
  readonly proposal: Interval | null
}

const HOUR_HEIGHT = 44

/** The day to scale. A picture of the list beside it: that one is for reading and for screen readers. */
export function DayPicture({ date, zone, bookings, shared, proposal }: DayPictureProps) {
  const { t } = useLingui()
  const resultLabel = t`Result`
  const events = useMemo(() => {
    const made = bookings.map((booking) => eventOf(booking, date, zone))
    if (shared !== null && touches(shared, date, zone)) {
      made.push({ ...span('shared', shared, date, zone), title: '', color: 'alarm', display: 'background' })
    }
    if (proposal !== null && touches(proposal, date, zone)) {
      const title = `${formatRange(proposal.start, proposal.end, zone, 'time')} · ${resultLabel}`
      made.push({ ...span('result', proposal, date, zone), title, color: 'own' })
    }
    return made
  }, [bookings, date, zone, shared, proposal, resultLabel])
  const { from, to } = shownHours(events)
  return (
    <div className={classes.picture} aria-hidden>
      <DayView
        mode="static"
        date={date}
        events={events}
        startTime={from}
        endTime={to}
        intervalMinutes={30}
        slotHeight={HOUR_HEIGHT}
        withHeader={false}
        withAllDaySlot={false}
        withCurrentTimeIndicator={false}
        eventOverlapMode="columns"
        renderEventBody={(event) => (
          <span
            className={classes.event}
            data-result={event.id === 'result' || undefined}
            data-shared={event.id === 'shared' || undefined}
          >
            {event.title}
          </span>
        )}
      />
    </div>
  )
}

const COLOURS = { server: 'server', client: 'device', neighbour: 'gray' } as const

function eventOf(booking: Booking, date: string, zone: string): ScheduleEventData {
  const { role } = booking
  const time = formatRange(booking.start, booking.end, zone, 'time')
  const whose = role === 'neighbour' ? '' : ` · ${SIDES[role].label}`
  return {
    ...span(`${booking.name} ${role}`, booking, date, zone),
    title: `${time}${whose} · ${booking.title}`,
    color: COLOURS[role],
  }
}

function span(id: string, interval: Interval, date: string, zone: string) {
  return { id, ...wallSpan(interval, date, zone) }
}
