/** A person's own list of what they should know, and of what they want to hear elsewhere too. */
import { z } from 'zod'
import { instant, nearest, text } from '../documents.ts'

export const NOTIFICATION_KINDS = [
  'needs_you',
  'assigned',
  'handed_on',
  'taken_over',
  'overruled',
  'settled',
  'undone',
  'rescheduled',
  'rule_overruled',
  'given',
  'given_away',
  'deadline_near',
  'escalated',
  'file_missing',
  'file_quarantined',
] as const
export const notificationKind = z.enum(NOTIFICATION_KINDS)
export type NotificationKind = z.infer<typeof notificationKind>

export const notificationItem = z.object({
  id: z.string(),
  kind: notificationKind,
  doctype: z.string(),
  name: z.string(),
  title: z.string(),
  conflict_id: z.string().nullable(),
  /** The name of whoever did it; null: a rule, the deadline, a device. */
  by: z.string().nullable(),
  /** Of a deadline that is near: how many minutes were left. */
  minutes: z.int().nullable(),
  due_at: instant.nullable(),
  /** What whoever asks has written. */
  comment: z.string().nullable(),
  /** All of it in English, for who does not know the kind. */
  message: z.string(),
  created_at: instant,
  seen: z.boolean(),
})
export type NotificationItem = z.infer<typeof notificationItem>

/** More than so many that were not seen are not counted. */
export const UNSEEN_MAX = 100

/** The newest first. */
export const notificationPage = z.object({
  items: z.array(notificationItem),
  next_cursor: z.string().nullable(),
  unseen: z.int().min(0).max(UNSEEN_MAX),
})
export type NotificationPage = z.infer<typeof notificationPage>

/** As a client reads it: a kind that is not known tells of itself by its message. */
export const readableNotificationPage = notificationPage.extend({
  items: z.array(notificationItem.extend({ kind: nearest(notificationKind, 'settled') })),
})

export const notificationQuery = z.object({
  cursor: text(2000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})

/** That one has been seen, and all before it. */
export const notificationsSeenRequest = z.object({ up_to: z.uuid() })

export const notificationSettings = z.object({
  /** What a browser subscribes with; null: this server sends no push messages. */
  push_key: z.string().nullable(),
  /** Kinds that are in the list and never pushed. */
  muted: z.array(notificationKind),
})
export type NotificationSettings = z.infer<typeof notificationSettings>

export const readableNotificationSettings = notificationSettings.extend({
  muted: z.array(z.string()).transform((kinds) => NOTIFICATION_KINDS.filter((kind) => kinds.includes(kind))),
})

export const notificationSettingsRequest = z.object({
  muted: z.array(notificationKind).max(NOTIFICATION_KINDS.length),
})
