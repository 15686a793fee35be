import { z } from 'zod'
import { instant, organisationId } from '../documents.ts'

/** How many days a number looks back, today included. */
export const OVERVIEW_DAYS = 7

/**
 * The measures of success, each with how it is computed and what it should be, and the rate of changes that met
 * others and were brought together without a choice: those are no conflicts, and have no target.
 */
export const OVERVIEW_METRICS = {
  conflict_rate: { formula: 'conflicts / syncs', unit: 'share', target: { is: 'below', value: 0.02 } },
  manual_rate: {
    formula: 'conflicts decided by a person / conflicts',
    unit: 'share',
    target: { is: 'below', value: 0.05 },
  },
  data_loss: { formula: 'reports of lost data', unit: 'count', target: { is: 'at_most', value: 0 } },
  sync_p99: {
    formula: '99th percentile (nearest rank) of ended_at - started_at of syncs',
    unit: 'seconds',
    target: { is: 'below', value: 5 },
  },
  satisfaction: {
    formula: 'mean of the scores given after a conflict',
    unit: 'score',
    target: { is: 'above', value: 4.5 },
  },
  stale_base_rate: {
    formula: 'changes brought together without a choice / changes received',
    unit: 'share',
    target: null,
  },
} as const

export const metricName = z.enum([
  'conflict_rate',
  'manual_rate',
  'data_loss',
  'sync_p99',
  'satisfaction',
  'stale_base_rate',
])
export type MetricName = z.infer<typeof metricName>

/** One value, over how many rows of what it divides by; null: there were none. */
const measured = { value: z.number().nullable(), sample: z.int() }

export const metric = z.object({
  name: metricName,
  ...measured,
  formula: z.string(),
  unit: z.enum(['share', 'count', 'seconds', 'score']),
  target: z.object({ is: z.enum(['below', 'at_most', 'above']), value: z.number() }).nullable(),
  /** Null without a target, or without a value. */
  met: z.boolean().nullable(),
  /** Day by day, in the organisation's time zone, the latest last. */
  trend: z.array(z.object({ day: z.iso.date(), ...measured })),
})
export type Metric = z.infer<typeof metric>

export const overviewQuery = z.object({ org: organisationId.optional() })

/** What is counted: what began in it. Without them, as the overview does. */
export const period = { from: instant.optional(), until: instant.optional() }
