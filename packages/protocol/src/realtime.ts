import { z } from 'zod'
import { looker } from './conflicts/people.ts'
import { conflictSummary } from './conflicts.ts'
import { feedRow, organisationId, text } from './documents.ts'
import { notice } from './upsert.ts'

/** The rooms are joined by the server after it has checked rights; a client never names one. */
export const roomOf = {
  sync: (doctype: string, org: string) => `sync:${doctype}:${org}`,
  user: (org: string, user: string) => `user:${org}:${user}`,
  org: (org: string) => `org:${org}`,
} as const

/** What a client sends when it connects: `io(address, { auth })`. */
export const socketAuth = z.object({ token: text(4000).min(1), org: organisationId })
export type SocketAuth = z.infer<typeof socketAuth>

export const conflictEvent = z.object({
  change: z.enum(['opened', 'changed', 'resolved', 'auto_resolved', 'withdrawn', 'reopened']),
  conflict: conflictSummary,
})
export type ConflictEvent = z.infer<typeof conflictEvent>

/** Everybody who looks at a conflict now; none: the last has gone, or it has been decided. */
export const presenceEvent = z.object({ conflict_id: z.string(), looking: z.array(looker) })
export type PresenceEvent = z.infer<typeof presenceEvent>

export const notificationEvent = z.object({
  id: z.string(),
  doctype: z.string(),
  name: z.string(),
  conflict_id: z.string().nullable(),
  notice,
})
export type NotificationEvent = z.infer<typeof notificationEvent>

/** Everything the server emits, by event name. */
export interface ServerEvents {
  delta: (row: z.infer<typeof feedRow>) => void
  sync_refresh: (target: { doctype: string; name: string }) => void
  conflict: (event: ConflictEvent) => void
  presence: (event: PresenceEvent) => void
  notification: (event: NotificationEvent) => void
}
