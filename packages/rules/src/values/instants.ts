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
  /^\d{4}-\d{2}-\d{2}(?:[Tt ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)? ?(?:[Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/
const TIME_OF_DAY = /^\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/
const OFFSET = /[+-]\d{2}(?::?\d{2})?$/
/** Where the time begins in a date and time. */
const TIME_AT = 'YYYY-MM-DD '.length

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
  const text = value.trim()
  if (!DATE_TIME.test(text)) return undefined
  const isDateAlone = text.length < TIME_AT
  const ofDay = isDateAlone ? 0 : timeOfDayAt(text, TIME_AT)
  if (ofDay === undefined) return undefined
  const clock = {
    year: integerAt(text, 0, 4),
    month: integerAt(text, 5, 7),
    day: integerAt(text, 8, 10),
    ofDay,
  }
  if (!isCalendarDay(clock)) return undefined
  return { clock, offset: isDateAlone ? undefined : offsetOf(text) }
}

/** Microseconds since midnight of `HH:MM[:SS[.ffffff]]`. */
export function toTimeOfDay(value: Json | undefined): number | undefined {
  if (typeof value !== 'string' || value.length > 24) return undefined
  const text = value.trim()
  return TIME_OF_DAY.test(text) ? timeOfDayAt(text, 0) : undefined
}

/** The instant at which a clock in UTC shows this date and time. */
export function wallClockAsUtc(clock: WallClock): number {
  return daysSince1970(clock.year, clock.month, clock.day) * MICROS_PER_DAY + clock.ofDay
}

/** The time of day that begins at a place of a text known to have one there. */
function timeOfDayAt(text: string, start: number): number | undefined {
  const colon = text.indexOf(':', start)
  const hasSeconds = text.charAt(colon + 3) === ':'
  const hours = integerAt(text, start, colon)
  const minutes = integerAt(text, colon + 1, colon + 3)
  const seconds = hasSeconds ? integerAt(text, colon + 4, colon + 6) : 0
  if (hours > 23 || minutes > 59 || seconds > 60) return undefined
  const micros = hasSeconds && text.charAt(colon + 6) === '.' ? microsAt(text, colon + 7) : 0
  return (hours * 60 + minutes) * MICROS_PER_MINUTE + seconds * MICROS_PER_SECOND + micros
}

/** Digits are read where they stand: two documents hold many instants, and cutting them out costs most of the reading. */
function integerAt(text: string, start: number, end: number): number {
  let integer = 0
  for (let index = start; index < end; index++) integer = integer * 10 + text.charCodeAt(index) - DIGIT_ZERO
  return integer
}

/** The first six digits of a fraction, fewer counting as followed by zeros. */
function microsAt(text: string, start: number): number {
  let micros = 0
  for (let index = start, scale = 100_000; scale >= 1; index++, scale /= 10) {
    const digit = text.charCodeAt(index) - DIGIT_ZERO
    if (!(digit >= 0 && digit <= 9)) break
    micros += digit * scale
  }
  return micros
}

const DIGIT_ZERO = 48

/** The offset a date and time ends with, in microseconds. */
function offsetOf(text: string): number | undefined {
  if (text.endsWith('Z') || text.endsWith('z')) return 0
  const zone = OFFSET.exec(text.slice(TIME_AT))?.[0]
  if (zone === undefined) return undefined
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
