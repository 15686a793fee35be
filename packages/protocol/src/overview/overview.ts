import { z } from 'zod'
import { ROLLOUT_STAGES } from '../access/members.ts'
import { instant } from '../documents.ts'
import { metric } from './metrics.ts'
import { timer } from './timers.ts'

/** Open conflicts whose deadline is in the hour that begins at `from`, by what happens then. */
const deadlineHour = z.object({
  from: instant,
  server_wins: z.int(),
  escalate: z.int(),
  /** Their timer stands still. */
  paused: z.int(),
})

const deadlines = z.object({
  hours: z.array(deadlineHour),
  /** Their deadline has passed and they wait all the same: escalated, or the timer stands still. */
  past: z.int(),
  /** Due within two hours, and nobody was asked to decide. */
  unassigned_soon: z.int(),
})

const hotField = z.object({
  doctype: z.string(),
  field: z.string(),
  label: z.string(),
  conflicts: z.int(),
  /** Of these, decided by a person. */
  manual: z.int(),
})

/** Conflicts beside syncs of one version of the app, or of one device. */
const beside = { syncs: z.int(), conflicts: z.int() }
const hotVersion = z.object({ app_version: z.string(), ...beside })
const hotDevice = z.object({
  device_id: z.string(),
  device: z.string(),
  person: z.string().nullable(),
  app_version: z.string(),
  ...beside,
})

/** What became of the conflicts in which one rule decided, or asked. */
const ruleQuality = z.object({
  doctype: z.string(),
  rule: z.string(),
  conflicts: z.int(),
  by_rule: z.int(),
  by_person: z.int(),
  by_deadline: z.int(),
  /** What was decided, by whomever, and taken back. */
  undone: z.int(),
  /** What the rule or the deadline had decided, and a person decided anew. */
  overridden: z.int(),
})
export type RuleQuality = z.infer<typeof ruleQuality>

/** For admins: how the organisation does. */
export const overview = z.object({
  from: instant,
  until: instant,
  time_zone: z.string(),
  metrics: z.array(metric),
  deadlines,
  hot_spots: z.object({
    fields: z.array(hotField),
    app_versions: z.array(hotVersion),
    devices: z.array(hotDevice),
  }),
  rules: z.array(ruleQuality),
  timers: z.array(timer),
  rollout: z.object({ stage: z.enum(ROLLOUT_STAGES), lowest_stage: z.enum(ROLLOUT_STAGES) }),
})
export type Overview = z.infer<typeof overview>
