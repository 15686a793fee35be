/** Instants as microseconds since 1970, because Frappe writes six fractional digits and three would lose ties. */
import type { Json } from '../shapes.ts'

export interface WallClock {
  readonly year: number
  readonly month: number
  readonly day: number
  /** Microseconds since midnight. */
  readonly ofDay: number
}

export const MICROS_PER_MILLI = 1000
export const MICROS_PER_SECOND = 1_000_000
export const MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND
const MICROS_PER_DAY = 24 * 60 * MICROS_PER_MINUTE

const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)? ?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/
const TIME_OF_DAY = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/

/** The instant a text names; a text without an offset is read as UTC. `undefined` where it names none. */
export function toInstant(value: Json | undefined): number | undefined {
  const parsed = parseDateTime(value)
  if (!parsed) return undefined
  return wallClockAsUtc(parsed.clock) - (parsed.offset ?? 0)
}

/** A date and time as written, with its offset in microseconds where one was written. */
export function parseDateTime(
  value: Json | undefined,
): { readonly clock: WallClock; readonly offset: number | undefined } | undefined {
  if (typeof value !== 'string' || value.length > 40) return undefined
  const match = DATE_TIME.exec(value.trim())
  if (!match) return undefined
  const ofDay = timeOfDay(match[4] ?? '0', match[5] ?? '0', match[6], match[7])
  if (ofDay === undefined) return undefined
  const [year = '', month = '', day = ''] = match.slice(1, 4)
  const clock = { year: toInteger(year), month: toInteger(month), day: toInteger(day), ofDay }
  if (!isCalendarDay(clock)) return undefined
  const zone = match[8]
  return { clock, offset: zone === undefined ? undefined : toOffset(zone) }
}

/** Microseconds since midnight of `HH:MM[:SS[.ffffff]]`. */
export function toTimeOfDay(value: Json | undefined): number | undefined {
  if (typeof value !== 'string' || value.length > 24) return undefined
  const match = TIME_OF_DAY.exec(value.trim())
  if (!match) return undefined
  return timeOfDay(match[1] ?? '0', match[2] ?? '0', match[3], match[4])
}

/** The instant at which a clock in UTC shows this date and time. */
export function wallClockAsUtc(clock: WallClock): number {
  return daysSince1970(clock.year, clock.month, clock.day) * MICROS_PER_DAY + clock.ofDay
}

function timeOfDay(hours: string, minutes: string, seconds = '0', fraction = ''): number | undefined {
  const [hour, minute, second] = [toInteger(hours), toInteger(minutes), toInteger(seconds)]
  if (hour > 23 || minute > 59 || second > 60) return undefined
  const micros = fraction === '' ? 0 : toInteger(fraction.padEnd(6, '0').slice(0, 6))
  return (hour * 60 + minute) * MICROS_PER_MINUTE + second * MICROS_PER_SECOND + micros
}

/** `Number` of a few digits, at a tenth of its cost: comparing two documents reads many instants. */
function toInteger(digits: string): number {
  let integer = 0
  for (let index = 0; index < digits.length; index++) integer = integer * 10 + digits.charCodeAt(index) - 48
  return integer
}

function toOffset(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0
  const sign = zone.startsWith('-') ? -1 : 1
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * MICROS_PER_MINUTE
}

function isCalendarDay(clock: WallClock): boolean {
  if (clock.month < 1 || clock.month > 12 || clock.day < 1) return false
  return clock.day <= daysInMonth(clock.year, clock.month)
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** The proleptic Gregorian calendar, counted from March so that the leap day comes last. */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}
