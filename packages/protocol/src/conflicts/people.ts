/** Who is to decide about a conflict, and who is looking at it right now. */
import { z } from 'zod'
import { instant, text } from '../documents.ts'

/** A member, by the id of the account. */
export const person = z.object({ id: z.string(), name: z.string() })
export type Person = z.infer<typeof person>

/** Somebody has it open. Nothing is locked by this; once `until` has passed without news, they have gone. */
export const looker = person.extend({ deciding: z.boolean(), since: instant, until: instant })
export type Looker = z.infer<typeof looker>

/** `claim` says that the caller is there, again and again while the page is open, also in a hidden tab. */
export const claimRequest = z.object({
  /** More than looking: about to decide. Of several people one at a time; it keeps nobody from deciding. */
  deciding: z.boolean().default(false),
  /** Takes it over from whoever is deciding, who is told. */
  take_over: z.boolean().default(false),
  /** Tells the pages of one person apart: each has a lease of its own. */
  page: text(64).default(''),
})
export type ClaimRequest = z.input<typeof claimRequest>

export const releaseRequest = claimRequest.pick({ page: true })
export type ReleaseRequest = z.input<typeof releaseRequest>

/** The answer to `claim` and `release`. */
export const claimResponse = z.object({
  /** Is it the caller who decides? False although asked for: somebody else does, `looking` says who. */
  deciding: z.boolean(),
  looking: z.array(looker),
  /** How long it holds, and when it is best said again. */
  lease_seconds: z.int(),
  renew_seconds: z.int(),
  server_now: instant,
})
export type ClaimResponse = z.infer<typeof claimResponse>

/** `reassign` asks somebody to decide, who is told; null = nobody in particular. Headers as with `resolve`. */
export const reassignRequest = z.object({ account_id: z.uuid().nullable(), comment: text(4000).nullish() })
export type ReassignRequest = z.input<typeof reassignRequest>

/** Those to whom a conflict can be given, by name; `q` finds by a part of it. */
export const assigneeQuery = z.object({ q: text(200).optional() })
export const assigneeList = z.object({
  items: z.array(person.extend({ role: z.string() })),
  /** There are more than are listed: ask with `q`. */
  has_more: z.boolean(),
})
export type AssigneeList = z.infer<typeof assigneeList>
