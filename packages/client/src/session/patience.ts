import type { Problem } from '@dartwing/protocol'
import type { Ports } from '../ports.ts'
import { backoffMs } from './backoff.ts'
import type { Answer } from './http.ts'

/** What stopped a push or a pull. The queue is kept in every case. */
export type Stop =
  | {
      readonly kind: 'unreachable'
      readonly reason: string
      /** How long the server asked to be left alone. */
      readonly retryAfterMs?: number | null
    }
  /** The person has to sign in again. */
  | { readonly kind: 'reauth' }
  /** The server said no, and asking again as it is would not help. */
  | { readonly kind: 'refused'; readonly status: number; readonly problem: Problem | null }

export interface Patience {
  readonly ports: Ports
  /** Aborted when the client closes: nobody waits any longer. */
  readonly closing: AbortSignal
}

/** Attempts in one `sync()` for one request, and for one item that answers `retry`. */
export const ATTEMPTS_MAX = 5

/** Asks until there is an answer, with longer and longer pauses, a bounded number of times. */
export async function patiently(patience: Patience, ask: () => Promise<Answer>): Promise<Answer> {
  for (let failures = 1; ; failures += 1) {
    const answer = await ask()
    if (!isTransient(answer) || failures >= ATTEMPTS_MAX || patience.closing.aborted) return answer
    await pause(patience, failures, answer.kind === 'problem' ? answer.retryAfterMs : null)
  }
}

export async function pause(
  { ports, closing }: Patience,
  failures: number,
  retryAfterMs: number | null,
): Promise<void> {
  await ports.delay(backoffMs(failures, ports.random(), retryAfterMs), closing)
}

export function stopOf(answer: Exclude<Answer, { kind: 'ok' }>): Stop {
  if (answer.kind === 'unreachable') return answer
  if (isTransient(answer)) {
    const { status, retryAfterMs } = answer
    return { kind: 'unreachable', reason: `the server answered ${status}`, retryAfterMs }
  }
  if (answer.status === 401) return { kind: 'reauth' }
  return { kind: 'refused', status: answer.status, problem: answer.problem }
}

/** Whether the same request may fare better a moment later. */
function isTransient(answer: Answer): boolean {
  if (answer.kind === 'unreachable') return true
  return answer.kind === 'problem' && (answer.status >= 500 || answer.status === 429 || answer.status === 408)
}
