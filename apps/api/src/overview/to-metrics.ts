import { type Metric, type MetricName, metricName, OVERVIEW_METRICS } from '@dartwing/protocol'
import type { ConflictCounts, FeedbackCounts, SyncCounts } from './measures.sql.ts'

/** What was counted of one day, or of all of them. */
type Counts = Omit<SyncCounts & ConflictCounts & FeedbackCounts, 'day'>
type Measured = Pick<Metric, 'value' | 'sample'>

const NOTHING: Counts = {
  syncs: 0,
  items: 0,
  merged: 0,
  p99: null,
  conflicts: 0,
  manual: 0,
  lost: 0,
  scores: 0,
  mean: null,
}

const share = (part: number, sample: number): Measured => ({
  value: sample === 0 ? null : part / sample,
  sample,
})

const MEASURE: Readonly<Record<MetricName, (counts: Counts) => Measured>> = {
  conflict_rate: ({ conflicts, syncs }) => share(conflicts, syncs),
  manual_rate: ({ manual, conflicts }) => share(manual, conflicts),
  // Nobody reported anything is an answer, but not where nothing happened.
  data_loss: ({ lost, items }) => ({ value: items === 0 && lost === 0 ? null : lost, sample: items }),
  sync_p99: ({ p99, syncs }) => ({ value: p99, sample: syncs }),
  satisfaction: ({ mean, scores }) => ({ value: mean, sample: scores }),
  stale_base_rate: ({ merged, items }) => share(merged, items),
}

const IS_MET = {
  below: (value: number, target: number) => value < target,
  at_most: (value: number, target: number) => value <= target,
  above: (value: number, target: number) => value > target,
} as const

/** The metrics of all days together, each with its days. */
export function toMetrics(
  days: readonly string[],
  counted: readonly (readonly (Partial<Counts> & { readonly day: string | null })[])[],
): Metric[] {
  const byDay = new Map<string | null, Counts>()
  for (const { day, ...counts } of counted.flat()) {
    byDay.set(day, { ...(byDay.get(day) ?? NOTHING), ...counts })
  }
  const of = (name: MetricName, day: string | null) => MEASURE[name](byDay.get(day) ?? NOTHING)
  return metricName.options.map((name): Metric => {
    const { formula, unit, target } = OVERVIEW_METRICS[name]
    const { value, sample } = of(name, null)
    const met = target === null || value === null ? null : IS_MET[target.is](value, target.value)
    const trend = days.map((day) => ({ day, ...of(name, day) }))
    return { name, value, sample, formula, unit, target, met, trend }
  })
}
