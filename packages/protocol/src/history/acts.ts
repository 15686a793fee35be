import { z } from 'zod'
import { instant, json, organisationId, text } from '../documents.ts'

/** What can be done about a conflict: decided by a person, a rule or the deadline, taken back, put off, handed on. */
export const ACT_KINDS = ['person', 'rule', 'timer', 'undone', 'extended', 'reassigned'] as const
export const actKind = z.enum(ACT_KINDS)
export type ActKind = z.infer<typeof actKind>

export const actListQuery = z.object({
  org: organisationId.optional(),
  /** An e-mail address. */
  person: text(320).optional(),
  doctype: text(140).optional(),
  kind: actKind.optional(),
  cursor: text(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type ActListQuery = z.infer<typeof actListQuery>

/** One act about a conflict; only ever added to. */
export const act = z.object({
  id: z.string(),
  at: instant,
  kind: actKind,
  /** An e-mail address, or `timer`; where a rule decided, whose change it decided about. */
  actor: z.string(),
  actor_name: z.string(),
  conflict_id: z.string(),
  doctype: z.string(),
  name: z.string(),
  title: z.string(),
  /** What a person decided (`choose`, `move`, ...), or what was taken back. */
  action: z.string().nullable(),
  /** The fields it was about, as people call them. */
  fields: z.array(z.string()),
  comment: z.string().nullable(),
  /** Hash of the rule set that the conflict arose by; null = the server does not say. */
  rule_set: z.string().nullable().default(null),
  /** What else is known about it, as its kind writes it down. */
  detail: json,
})
export type Act = z.infer<typeof act>

/** The newest first. */
export const actList = z.object({ items: z.array(act), next_cursor: z.string().nullable() })
export type ActList = z.infer<typeof actList>
