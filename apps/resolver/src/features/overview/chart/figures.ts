import type { Metric } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { locale } from '../../../lib/time/format.ts'

/** As much of a whole as a person reads at a glance. */
export function percent(share: number): string {
  const digits = share > 0 && share < 0.1 ? 1 : 0
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: digits }).format(share)
}

export function figure(value: number, digits = 0): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value)
}

/** Of a share that may have nothing to be a share of. */
export const shareOf = (part: number, whole: number): string => (whole === 0 ? '–' : percent(part / whole))

export function metricFigure(value: number | null, unit: Metric['unit']): string {
  if (value === null) return '–'
  if (unit === 'share') return percent(value)
  if (unit === 'seconds') {
    const seconds = figure(value, value < 1 ? 2 : 1)
    return t`${seconds} s`
  }
  return figure(value, unit === 'score' ? 1 : 0)
}

const DAY = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const

/** A date of the organisation's calendar: it has no time zone any more. */
export const dayWords = (day: string): string =>
  new Intl.DateTimeFormat(locale(), DAY).format(new Date(`${day}T00:00:00Z`))
