import { STEP_REASONS, STRATEGIES, TRACE_PATHS } from '@dartwing/rules'
import { z } from 'zod'
import { conflictKind, conflictState, timeoutOutcome } from '../conflicts.ts'
import { doc, instant, json, text } from '../documents.ts'
import { ITEM_BYTES_MAX } from '../limits.ts'
import { fieldDecision, notice } from '../upsert.ts'
import { planEntry } from './book.ts'

/** Recorded conflicts that one replay looks at, and flips that it lists; the others are counted. */
export const REPLAY_MAX = 10_000
export const REPLAY_LISTED = 200
/** Three versions of a document. */
export const SITUATION_BYTES_MAX = 3 * ITEM_BYTES_MAX

/** What the rules may know beyond the three versions. */
const resolveContext = z.object({
  name: text(140).optional(),
  now: instant.optional(),
  mutation_id: text(140).optional(),
  client_effective_at: instant.optional(),
  server_modified_at: z.union([instant, z.record(text(140), instant)]).optional(),
  stale: z.boolean().optional(),
  time_zone: text(140).optional(),
})

const fields = z.record(z.string(), json)

/** A key that is absent is not null: `base` absent is unknown, `server` null is deleted, `client` null deletes. */
const situation = z.object({
  doctype: text(140).min(1),
  base: fields.nullable().optional(),
  server: fields.nullable().optional(),
  client: fields.nullable(),
  context: resolveContext.optional(),
})

/** A situation as it was recorded. */
export const recordedCase = situation.extend({
  conflict_id: z.string(),
  name: z.string(),
  title: z.string(),
  kind: conflictKind,
  state: conflictState,
})
export type RecordedCase = z.infer<typeof recordedCase>

export const simulateRequest = situation.extend({
  /** When the server receives it; also in `context`. */
  now: instant.optional(),
  /** What the case is called. */
  name: text(300).optional(),
  candidate: planEntry.optional(),
})
export type SimulateRequest = z.output<typeof simulateRequest>

const resolution = z.object({
  outcome: z.enum(['unchanged', 'merged', 'held', 'branched', 'rejected']),
  doc: doc.nullable(),
  strategy: z.enum(STRATEGIES),
  decisions: z.array(fieldDecision),
  conflicts: z.array(z.string()),
  flagged: z.array(z.string()).optional(),
  pending: z.array(z.string()),
  hold: z
    .object({
      kind: conflictKind,
      conflict_type: z.enum(['time_overlap', 'data_divergence']).optional(),
      fields: z.array(z.string()),
      server: doc.nullable(),
      client: doc.nullable(),
    })
    .optional(),
  branch: z.object({ name: z.string(), doc }).optional(),
  notices: z.array(notice),
  rejection: z.object({ code: z.string(), message: z.string() }).optional(),
})

const trace = z.object({
  path: z.enum(TRACE_PATHS),
  fields: z.array(
    z.object({
      field: z.string(),
      group: z.string().nullable(),
      /** In the order in which they are asked. */
      steps: z.array(z.object({ rule: z.string(), matched: z.boolean(), why: z.enum(STEP_REASONS) })),
    }),
  ),
})

const judgement = z.object({
  resolution,
  trace,
  /** What the deadline would do; null where nothing is held. */
  timeout: timeoutOutcome.nullable(),
  /** A case for `npm run conformance`. */
  case: z.record(z.string(), z.unknown()),
})
export type Judgement = z.infer<typeof judgement>

const ending = fieldDecision.pick({ winner: true, rule: true, value: true })

/** A field that ends otherwise; null: there was nothing to decide about it. */
const flip = z.object({ field: z.string(), before: ending.nullable(), after: ending.nullable() })
export type Flip = z.infer<typeof flip>

export const simulateResponse = z.object({
  rule_set: z.string(),
  in_force: judgement,
  candidate: judgement.extend({ flips: z.array(flip) }).nullable(),
})
export type SimulateResponse = z.infer<typeof simulateResponse>

/** Entries by DocType, against the latest recorded conflicts of these DocTypes. */
export const replayRequest = z.object({
  candidates: z
    .record(text(140), planEntry)
    .refine((entries) => Object.keys(entries).length > 0, 'names no DocType'),
  last: z.int().min(1).max(REPLAY_MAX).default(1000),
  list: z.int().min(0).max(REPLAY_MAX).default(REPLAY_LISTED),
})
export type ReplayRequest = z.input<typeof replayRequest>

const count = z.int()
const way = z.object({ from: z.string(), to: z.string(), count })

const replayedDocType = z.object({
  doctype: z.string(),
  examined: count,
  flipped: count,
  /** How many conflicts each field flips in, and from whom to whom; those with the most first. */
  fields: z.array(z.object({ field: z.string(), label: z.string(), flipped: count, ways: z.array(way) })),
})

const flippedConflict = z.object({
  conflict_id: z.string(),
  doctype: z.string(),
  name: z.string(),
  title: z.string(),
  opened_at: instant,
  before: resolution.shape.outcome,
  after: resolution.shape.outcome,
  fields: z.array(flip),
})
export type FlippedConflict = z.infer<typeof flippedConflict>

export const replayResponse = z.object({
  rule_set: z.string(),
  examined: count,
  flipped: count,
  doctypes: z.array(replayedDocType),
  /** The latest first. */
  items: z.array(flippedConflict),
  has_more: z.boolean(),
})
export type ReplayResponse = z.infer<typeof replayResponse>
