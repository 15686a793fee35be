/** Wall clocks of a place as instants, by the time zone tables of the platform. */
import { MICROS_PER_MILLI, parseDateTime, type WallClock, wallClockAsUtc } from '../values/instants.ts'

const MILLIS_PER_HOUR = 3_600_000

const formatters = new Map<string, Intl.DateTimeFormat | undefined>()

/**
 * The instant, in milliseconds, at which a clock in the zone shows this date and time. In the hour that a change to
 * summer time skips it is the moment as far after the change; in the hour that comes twice it is the first.
 */
export function toInstantIn(clock: WallClock, zone: string): number {
  const shown = wallClockAsUtc(clock) / MICROS_PER_MILLI
  const offsets = [shown - 24 * MILLIS_PER_HOUR, shown + 24 * MILLIS_PER_HOUR].map((at) => offsetAt(at, zone))
  const [before = 0, after = 0] = offsets
  const candidates = [shown - before, shown - after].filter((at) => at + offsetAt(at, zone) === shown)
  return candidates.length > 0 ? Math.min(...candidates) : shown - before
}

/** How far the zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, zone: string): number {
  const formatter = formatterOf(zone)
  if (!formatter || !Number.isFinite(instant) || Math.abs(instant) > 8e15) return 0
  const part = new Map<string, string>(
    formatter.formatToParts(instant).map(({ type, value }) => [type, value]),
  )
  const date = `${part.get('year')?.padStart(4, '0')}-${part.get('month')}-${part.get('day')}`
  const clock = parseDateTime(
    `${date} ${part.get('hour')}:${part.get('minute')}:${part.get('second')}`,
  )?.clock
  if (!clock) return 0
  const wholeSeconds = Math.floor(instant / 1000) * 1000
  return wallClockAsUtc(clock) / MICROS_PER_MILLI - wholeSeconds
}

/** A zone nobody knows is UTC, so that a misspelt setting never stops a booking. */
function formatterOf(zone: string): Intl.DateTimeFormat | undefined {
  if (formatters.has(zone)) return formatters.get(zone)
  const formatter = makeFormatter(zone)
  if (formatters.size < ZONES_KEPT_MAX) formatters.set(zone, formatter)
  return formatter
}

const ZONES_KEPT_MAX = 700

function makeFormatter(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US-u-ca-iso8601', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  } catch {
    return undefined
  }
}
