import { z } from 'zod'
import { instant, text } from '../documents.ts'

/** When a timer goes on, nothing is decided by it sooner than this. */
export const TIMER_GRACE_MINUTES = 60

/** Who made the timer of a DocType stand still, and why. */
export const timerPause = z.object({
  by: z.string(),
  by_name: z.string(),
  reason: z.string(),
  since: instant,
})
export type TimerPause = z.infer<typeof timerPause>

/** The timer of one DocType, and what waits for it. */
export const timer = z.object({ doctype: z.string(), open: z.int(), paused: timerPause.nullable() })
export type Timer = z.infer<typeof timer>

export const timerRequest = z
  .object({ doctype: text(140).min(1), paused: z.boolean(), reason: text(500).trim().nullish() })
  .refine(({ paused, reason }) => !paused || (reason != null && reason !== ''), {
    path: ['reason'],
    message: 'say why',
  })
export type TimerRequest = z.input<typeof timerRequest>
