/** Wall-clock arithmetic with Intl alone: what a calendar on the office wall says, and which instant that is. */

export interface WallClock {
  /** YYYY-MM-DD */
  readonly date: string
  /** HH:MM */
  readonly time: string
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formatters.set(zone, made)
  return made
}

export function wallClockOf(instant: string | number, zone: string): WallClock {
  const parts = new Map<string, string>()
  for (const part of formatterOf(zone).formatToParts(new Date(instant))) parts.set(part.type, part.value)
  const of = (type: string): string => parts.get(type) ?? '00'
  return { date: `${of('year')}-${of('month')}-${of('day')}`, time: `${of('hour')}:${of('minute')}` }
}

/** Minutes east of UTC at that instant. */
export function offsetMinutes(instant: number, zone: string): number {
  const { date, time } = wallClockOf(instant, zone)
  const floored = Math.floor(instant / 60_000) * 60_000
  return Math.round((Date.parse(`${date}T${time}:00Z`) - floored) / 60_000)
}

/**
 * The instant of a wall-clock time in a zone, or null for one that does not exist (the hour skipped in spring).
 * An hour that occurs twice in autumn is taken the first time.
 */
export function instantOf(clock: WallClock, zone: string): string | null {
  const asUtc = Date.parse(`${clock.date}T${clock.time}:00Z`)
  if (!Number.isFinite(asUtc)) return null
  const offsets = new Set([
    offsetMinutes(asUtc - 86_400_000, zone),
    offsetMinutes(asUtc, zone),
    offsetMinutes(asUtc + 86_400_000, zone),
  ])
  const candidates = [...offsets].map((minutes) => asUtc - minutes * 60_000).sort((a, b) => a - b)
  for (const candidate of candidates) {
    const back = wallClockOf(candidate, zone)
    if (back.date === clock.date && back.time === clock.time) return new Date(candidate).toISOString()
  }
  return null
}

export function viewerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** Two zones with the same offset at that instant show the same clock: no second line is needed. */
export function sameClock(instant: string | number, a: string, b: string): boolean {
  const at = new Date(instant).getTime()
  return a === b || offsetMinutes(at, a) === offsetMinutes(at, b)
}
