import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'

/** Where the browser has no wish of its own: nothing in English says which day comes first but Europe. */
const USUAL: Readonly<Record<string, string>> = { en: 'en-GB', de: 'de-DE' }

/** The reader's own variant of the language on the screen: it decides the order of day and month. */
export function locale(): string {
  const language = i18n.locale === '' ? 'en' : i18n.locale
  const own = typeof document === 'undefined' ? undefined : navigator.languages?.find(isVariantOf(language))
  return own ?? USUAL[language] ?? language
}

function isVariantOf(language: string) {
  return (wanted: string): boolean => wanted === language || wanted.startsWith(`${language}-`)
}

type Style = 'date' | 'time' | 'full' | 'short'

/** 24 hours everywhere: the server's sentences and wall-clock fields have them, and one screen has one clock. */
const HOURS = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

const STYLES: Record<Style, Intl.DateTimeFormatOptions> = {
  date: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  time: HOURS,
  full: { weekday: 'short', day: 'numeric', month: 'short', ...HOURS },
  short: { day: 'numeric', month: 'short', ...HOURS },
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(style: Style, zone: string): Intl.DateTimeFormat {
  const key = `${locale()} ${style} ${zone}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(locale(), { ...STYLES[style], timeZone: zone })
  formatters.set(key, made)
  return made
}

export function formatInstant(instant: string | number, zone: string, style: Style = 'full'): string {
  const at = new Date(instant)
  return Number.isNaN(at.getTime()) ? String(instant) : formatter(style, zone).format(at)
}

export function formatRange(start: string, end: string, zone: string, style: Style = 'full'): string {
  const from = new Date(start)
  const to = new Date(end)
  if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime())) return `${start} – ${end}`
  if (to < from) return `${formatInstant(start, zone, style)} – ${formatInstant(end, zone, style)}`
  return formatter(style, zone).formatRange(from, to)
}

/** "1 h 30 min", "45 min", "3 d 4 h": the two largest units, never a number without its unit. */
export function formatDuration(seconds: number): string {
  const total = Math.max(0, Math.round(seconds / 60))
  const days = Math.floor(total / 1440)
  const hours = Math.floor((total % 1440) / 60)
  const minutes = total % 60
  if (days > 0) return hours > 0 ? t`${days} d ${hours} h` : t`${days} d`
  if (hours > 0) return minutes > 0 ? t`${hours} h ${minutes} min` : t`${hours} h`
  return t`${minutes} min`
}

/** For a deadline: coarse when far, exact when near. */
export function formatLeft(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < 1) return t`less than a minute`
  // The last hours to the minute, the days before only roughly.
  const hours = Math.floor(minutes / 60)
  const rough = hours < 6 ? minutes : hours < 48 ? hours * 60 : Math.floor(hours / 24) * 1440
  return formatDuration(rough * 60)
}

/** "Europe/Berlin" becomes "Berlin time". */
export function zoneLabel(zone: string): string {
  if (zone === 'UTC' || zone === 'Etc/UTC') return 'UTC'
  const city = zone.split('/').at(-1) ?? zone
  const place = city.replaceAll('_', ' ')
  return t`${place} time`
}
