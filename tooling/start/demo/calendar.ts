/** Days and hours as the people of the demo company read them on their wall. */
export const TIME_ZONE = 'Europe/Berlin'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

export interface Calendar {
  /** The company's date so many days from today, as `2026-03-24`. */
  date(days: number): string
  /** The same for working days: 0 = today or the next Monday, 1 = the working day after it, -1 = the one before. */
  workday(workdays: number): string
  /** The instant at which the company's clocks show this date and time. */
  at(date: string, time: string): string
  now(): string
  /** An instant so many minutes ago. */
  ago(minutes: number): string
}

export function calendarOf(now: number): Calendar {
  const date = (days: number) => dateOf(now + days * DAY_MS)
  const firstWorkday = [0, 1, 2].find((days) => !isWeekend(date(days))) ?? 0
  const workday = (workdays: number): string => {
    let days = firstWorkday
    for (let left = Math.abs(workdays); left > 0; ) {
      days += Math.sign(workdays)
      if (!isWeekend(date(days))) left -= 1
    }
    return date(days)
  }
  return {
    date,
    workday,
    at: instantAt,
    now: () => new Date(now).toISOString(),
    ago: (minutes) => new Date(now - minutes * MINUTE_MS).toISOString(),
  }
}

/** `13:45` plus so many minutes, within the day. */
export function later(time: string, minutes: number): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const total = hour * 60 + minute + minutes
  return `${pad(Math.floor(total / 60))}:${pad(total % 60)}`
}

function isWeekend(date: string): boolean {
  return [0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay())
}

const pad = (value: number) => String(value).padStart(2, '0')

const WALL = new Intl.DateTimeFormat('en-CA', {
  timeZone: TIME_ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
})

function wallClock(instant: number): { date: string; time: string } {
  const parts = new Map(WALL.formatToParts(instant).map(({ type, value }) => [type, value]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ''
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  }
}

function dateOf(instant: number): string {
  return wallClock(instant).date
}

/** The zone's distance from UTC is read at the guess and applied; a second look settles the nights of change. */
function instantAt(date: string, time: string): string {
  const asIfUtc = Date.parse(`${date}T${time}:00Z`)
  let instant = asIfUtc
  for (let look = 0; look < 2; look += 1) {
    const wall = wallClock(instant)
    instant += asIfUtc - Date.parse(`${wall.date}T${wall.time}:00Z`)
  }
  return new Date(instant).toISOString()
}
