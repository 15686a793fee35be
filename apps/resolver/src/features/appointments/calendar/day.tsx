import type { Calendar, Interval } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useDraft } from '../../../lib/draft/draft-store.ts'
import { useItem } from '../../../lib/draft/item-context.ts'
import { formatInstant, zoneLabel } from '../../../lib/time/format.ts'
import { sameClock, viewerZone } from '../../../lib/time/zone.ts'
import { proposedSlot } from '../proposal.ts'
import { ClockChangeNote } from './clock-change-note.tsx'
import classes from './day.module.css'
import { DayAgenda } from './day-agenda.tsx'
import { bookingsOn, dayIn, knownDays } from './day-of.ts'
import type { DayPictureProps } from './day-picture.tsx'
import { overlapOf } from './picture-scale.ts'

const DayPicture = lazy(() => import('./day-picture.tsx').then((module) => ({ default: module.DayPicture })))

/** Where there is room for a picture beside the list; on a phone it is a tap away. */
const WIDE = '(min-width: 75em)'

/** The day of the same person or room around the question, one day back and one ahead. */
export function Day({ calendar }: { calendar: Calendar }) {
  const { t } = useLingui()
  const { time_zone: zone, server, client } = calendar
  const proposal = useProposal()
  const [date, setDate] = useShownDay(calendar, proposal)
  const bookings = useMemo(() => bookingsOn(calendar, date), [calendar, date])
  const shared = useMemo(
    () => (server === null || client === null ? null : overlapOf(server, client)),
    [server, client],
  )
  return (
    <section className={classes.day} aria-label={t`That day of ${calendar.resource_label}`}>
      <DayHead calendar={calendar} date={date} onDate={setDate} />
      <ClockChangeNote date={date} zone={zone} />
      <div className={classes.views}>
        <DayAgenda bookings={bookings} zone={zone} />
        <Picture date={date} zone={zone} bookings={bookings} shared={shared} proposal={proposal} />
      </div>
    </section>
  )
}

function useProposal(): Interval | null {
  const { detail } = useItem()
  const picks = useDraft((draft) => draft.picks)
  const verdict = useDraft((draft) => draft.verdict)
  return useMemo(() => proposedSlot(detail, { picks, verdict }), [detail, picks, verdict])
}

/** The day of the question, until a time on another day is picked or a person turns the page. */
function useShownDay(calendar: Calendar, proposal: Interval | null) {
  const { time_zone: zone, server, client } = calendar
  const [date, setDate] = useState(() => dayIn((client ?? server)?.start ?? '', zone))
  const proposed = proposal === null ? null : dayIn(proposal.start, zone)
  const known = proposed !== null && knownDays(calendar).includes(proposed)
  useEffect(() => {
    if (known && proposed !== null) setDate(proposed)
  }, [known, proposed])
  return [date, setDate] as const
}

interface DayHeadProps {
  readonly calendar: Calendar
  readonly date: string
  readonly onDate: (date: string) => void
}

function DayHead({ calendar, date, onDate }: DayHeadProps) {
  const { t } = useLingui()
  const days = knownDays(calendar)
  const at = days.indexOf(date)
  const [before, after] = [days[at - 1], at === -1 ? undefined : days[at + 1]]
  return (
    <div className={classes.head}>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t`The day before`}
        disabled={before === undefined}
        onClick={() => onDate(before ?? date)}
      >
        <IconChevronLeft size={18} className={classes.arrow} />
      </ActionIcon>
      <h2 className={classes.title} aria-live="polite">
        {calendar.resource_label} · {formatInstant(`${date}T12:00:00Z`, 'UTC', 'date')}
        <Zones zone={calendar.time_zone} at={(calendar.client ?? calendar.server)?.start ?? null} />
      </h2>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t`The day after`}
        disabled={after === undefined}
        onClick={() => onDate(after ?? date)}
      >
        <IconChevronRight size={18} className={classes.arrow} />
      </ActionIcon>
    </div>
  )
}

function Picture(props: DayPictureProps) {
  const wide = useMediaQuery(WIDE, false, { getInitialValueInEffect: false })
  const [wanted, setWanted] = useState(false)
  if (!wide && !wanted) {
    return (
      <Button variant="default" onClick={() => setWanted(true)}>
        <Trans>Show the day as a calendar</Trans>
      </Button>
    )
  }
  return (
    <Suspense fallback={<Skeleton height={360} />}>
      <DayPicture {...props} />
    </Suspense>
  )
}

/** The business's clock first; the viewer's where it shows another time. */
function Zones({ zone, at }: { zone: string; at: string | null }) {
  const mine = viewerZone()
  const differs = at !== null && !sameClock(at, zone, mine)
  const [there, here] = at === null ? ['', ''] : [zone, mine].map((one) => formatInstant(at, one, 'time'))
  return (
    <span className={classes.zone}>
      {zoneLabel(zone)}
      {differs ? (
        <>
          {' · '}
          <Trans>
            {there} there is {here} on your clock
          </Trans>
        </>
      ) : null}
    </span>
  )
}
