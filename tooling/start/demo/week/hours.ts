/**
 * The run of a minute or two becomes a week:
 *
 *   run   |--|--|--|--|--|--|     parts with as many syncs each, one after the other
 *          |  |   \  \    \   \
 *   week  Mon 06:00  ..   Sun 19:50   one part for every ten minutes in which people work
 *
 * A part moves as a whole: what took a few milliseconds still does, and the order of everything stays.
 */
import { calendarOf, TIME_ZONE } from '../calendar.ts'

const STEP_MS = 10 * 60_000
/** With today seven, as the overview counts them. */
const DAYS_BEFORE = 6
const WORK = { from: 6, until: 20 } as const

/** What happened from `from` on and before `until` goes back by so many milliseconds. */
export interface Move {
  readonly from: number
  readonly until: number
  readonly byMs: number
}

const WALL = new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, hour: '2-digit', hourCycle: 'h23' })

function isWorked(instant: number): boolean {
  const hour = Number(WALL.format(instant))
  return hour >= WORK.from && hour < WORK.until
}

/** Every ten minutes of the days up to `now` in which people work, the earliest first. */
function workedSteps(now: number): number[] {
  const calendar = calendarOf(now)
  const first = Date.parse(calendar.at(calendar.date(-DAYS_BEFORE), '00:00'))
  const steps: number[] = []
  for (let step = first; step + STEP_MS <= now; step += STEP_MS) if (isWorked(step)) steps.push(step)
  return steps
}

/** When the run began, when each sync was made, and when it was over. */
export interface Run {
  readonly from: number
  readonly syncs: readonly number[]
  readonly until: number
}

/** As many syncs to each part: that some took longer makes no day busier. */
export function movesOf({ from, syncs, until }: Run): Move[] {
  const steps = workedSteps(from)
  const border = (place: number) =>
    place === steps.length ? until + 1 : (syncs[Math.floor((place / steps.length) * syncs.length)] ?? until)
  const parts = steps.map((step, place) => {
    const start = place === 0 ? from : border(place)
    return { from: start, until: border(place + 1), byMs: start - step }
  })
  return parts.filter((part) => part.until > part.from)
}
