/** Appointments over time: the picture, the day around it, and where there is room. */
import { z } from 'zod'
import { instant } from '../documents.ts'

export const booking = z.object({
  doctype: z.string(),
  name: z.string(),
  title: z.string(),
  start: instant,
  end: instant,
  /** Its place in this conflict: the stored side, the device's proposal, or just a neighbour that day. */
  role: z.enum(['server', 'client', 'neighbour']),
})
export type Booking = z.infer<typeof booking>

export const interval = z.object({ start: instant, end: instant })
export type Interval = z.infer<typeof interval>

/** Why a free time is offered, seen from the time that was wanted. */
export const freeReason = z.enum(['next_gap', 'earlier_that_day', 'later_that_day', 'same_time', 'other_day'])
export type FreeReason = z.infer<typeof freeReason>

export const freeTime = interval.extend({ reason: freeReason.default('other_day') })
export type FreeTime = z.infer<typeof freeTime>

/** For appointments: the picture, the day around it, and where there is room. */
export const calendar = z.object({
  resource: z.string(),
  resource_label: z.string(),
  time_zone: z.string(),
  server: interval.nullable(),
  client: interval.nullable(),
  overlap_minutes: z.number(),
  /** The bookings of the days in question, and of those beside them. */
  day: z.array(booking),
  /** Times for this document; at least three while the resource has that many in the next four weeks. */
  free: z.array(freeTime),
  /** Times for the other document of a slot collision: beside this one's. */
  free_for_other: z.array(freeTime).default([]),
})
export type Calendar = z.infer<typeof calendar>
