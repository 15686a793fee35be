import type { Metric, MetricName } from '@dartwing/protocol'
import { plural, t } from '@lingui/core/macro'
import { metricFigure } from '../chart/figures.ts'

interface MetricWords {
  readonly title: string
  /** What it is computed from, and how. */
  readonly how: string
  readonly sample: (count: number) => string
  /** Fewer than these say little. */
  readonly least: number
}

const ofSyncs = (count: number) => plural(count, { one: 'of # sync', other: 'of # syncs' })
const ofChanges = (count: number) =>
  plural(count, { one: 'of # change received', other: 'of # changes received' })

export const metricWords = (): Record<MetricName, MetricWords> => ({
  conflict_rate: {
    title: t`Conflicts per sync`,
    how: t`Conflicts in which a value had to be chosen, divided by the times a device came with changes. What could be brought together without a choice is no conflict.`,
    sample: ofSyncs,
    least: 100,
  },
  manual_rate: {
    title: t`Decided by people`,
    how: t`Conflicts that a person decided, divided by all conflicts. What still waits has not been decided by anybody.`,
    sample: (count) => plural(count, { one: 'of # conflict', other: 'of # conflicts' }),
    least: 50,
  },
  data_loss: {
    title: t`Reports of lost data`,
    how: t`How often somebody reported after a conflict: this lost my data.`,
    sample: ofChanges,
    least: 0,
  },
  sync_p99: {
    title: t`Slow syncs`,
    how: t`99 of 100 syncs took the server at most this long, from the first change to the last.`,
    sample: ofSyncs,
    least: 100,
  },
  satisfaction: {
    title: t`Satisfaction`,
    how: t`The mean of what people answered, from 1 to 5, when they were asked after a conflict.`,
    sample: (count) => plural(count, { one: 'of # answer', other: 'of # answers' }),
    least: 10,
  },
  stale_base_rate: {
    title: t`Brought together`,
    how: t`Changes that met somebody else’s, and both stand: nothing had to be chosen. These are no conflicts, and have no target.`,
    sample: ofChanges,
    least: 100,
  },
})

export function targetWords({ target, unit }: Metric): string {
  if (target === null) return t`No target`
  const value = metricFigure(target.value, unit)
  if (target.is === 'above') return t`Target: above ${value}`
  return target.is === 'below' ? t`Target: below ${value}` : t`Target: ${value}`
}
