import type { ConflictSummary } from '@dartwing/protocol'
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

type Timed = Pick<ConflictSummary, 'due_at' | 'timeout_outcome'>

/** What happens if nobody decides, in words: the timer must never surprise anyone. */
export function deadlineWords(item: Timed, now: number): DeadlineWords {
  if (item.due_at === null) {
    const sentence = 'No automatic decision'
    return { urgency: 'none', left: 'No deadline', outcome: sentence, sentence }
  }
  const rest = Date.parse(item.due_at) - now
  const escalates = item.timeout_outcome === 'escalate'
  if (escalates) {
    const left = 'No automatic decision'
    const outcome = rest > 0 ? `goes to the admins in ${formatLeft(rest)}` : 'it is with the admins'
    return { urgency: rest > 0 ? urgencyOf(rest) : 'calm', left, outcome, sentence: `${left}: ${outcome}` }
  }
  if (rest <= 0) {
    const left = 'Deadline reached'
    const outcome = 'the server is deciding'
    return { urgency: 'past', left, outcome, sentence: `${left}, ${outcome}` }
  }
  const left = `${formatLeft(rest)} left`
  const outcome = "then the server's version stands"
  return { urgency: urgencyOf(rest), left, outcome, sentence: `${left}, ${outcome}` }
}

function urgencyOf(rest: number): Urgency {
  if (rest <= 0) return 'past'
  if (rest < 60 * 60_000) return 'now'
  return rest < 6 * 60 * 60_000 ? 'soon' : 'calm'
}
