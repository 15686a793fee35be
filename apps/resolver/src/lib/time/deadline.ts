import type { ConflictSummary, TimerPause } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { formatLeft } from './format.ts'

export type Urgency = 'none' | 'calm' | 'soon' | 'now' | 'past'

export interface DeadlineWords {
  readonly urgency: Urgency
  /** "18 h left" */
  readonly left: string
  /** "then the server's version stands" */
  readonly outcome: string
  /** Both as one sentence, for people and for screen readers. */
  readonly sentence: string
}

export type Timed = Pick<ConflictSummary, 'due_at' | 'timeout_outcome'> & {
  readonly paused?: TimerPause | null
}

/** What happens if nobody decides, in words: the timer must never surprise anyone. */
export function deadlineWords(item: Timed, now: number): DeadlineWords {
  if (item.due_at === null) {
    const sentence = t`No automatic decision`
    return { urgency: 'none', left: t`No deadline`, outcome: sentence, sentence }
  }
  if (item.paused) return pausedWords(item.paused)
  const rest = Date.parse(item.due_at) - now
  if (item.timeout_outcome === 'escalate') return escalationWords(rest)
  if (rest <= 0) {
    const sentence = t`Deadline reached, the server is deciding`
    return { urgency: 'past', left: t`Deadline reached`, outcome: t`the server is deciding`, sentence }
  }
  const time = formatLeft(rest)
  return {
    urgency: urgencyOf(rest),
    left: t`${time} left`,
    outcome: t`then the server's version stands`,
    sentence: t`${time} left, then the server's version stands`,
  }
}

function pausedWords({ by_name, reason }: TimerPause): DeadlineWords {
  const sentence = t`Timer paused by ${by_name}: ${reason}`
  return { urgency: 'calm', left: t`Timer paused`, outcome: t`by ${by_name}: ${reason}`, sentence }
}

function escalationWords(rest: number): DeadlineWords {
  const left = t`No automatic decision`
  if (rest <= 0) {
    const sentence = t`No automatic decision: it is with the admins`
    return { urgency: 'calm', left, outcome: t`it is with the admins`, sentence }
  }
  const time = formatLeft(rest)
  const sentence = t`No automatic decision: goes to the admins in ${time}`
  return { urgency: urgencyOf(rest), left, outcome: t`goes to the admins in ${time}`, sentence }
}

function urgencyOf(rest: number): Urgency {
  if (rest <= 0) return 'past'
  if (rest < 60 * 60_000) return 'now'
  return rest < 6 * 60 * 60_000 ? 'soon' : 'calm'
}
