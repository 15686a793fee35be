import { addressOf, ENDPOINTS, type Problem, type ResolveResponse, resolveResponse } from '@dartwing/protocol'
import { dropDraft, releaseDraft } from '../draft/kept-drafts.ts'
import { MismatchError, ProblemError } from '../http/problem-error.ts'
import { request } from '../http/request.ts'
import { PROBLEM_SCREENS, type ProblemScreen } from '../problem-screens.ts'
import type { OutboxEntry } from './entry.ts'
import { dropEntry, keepEntry, readEntry } from './kept-entries.ts'

export type Delivery =
  | { readonly step: 'done'; readonly response: ResolveResponse }
  /** Never left this device: there is no connection. */
  | { readonly step: 'waiting' }
  /** Sent, and nobody knows yet what became of it: the same key is sent again until the server answers. */
  | { readonly step: 'checking' }
  | { readonly step: 'signed_out' }
  | { readonly step: 'refused'; readonly screen: ProblemScreen; readonly problem: Problem }
  /** Another tab has its answer. */
  | { readonly step: 'elsewhere' }

const underway = new Map<string, Promise<Delivery>>()

/** Sends a kept decision. Whoever asks meanwhile, in this tab or another, waits for the same answer. */
export function deliver(entry: OutboxEntry): Promise<Delivery> {
  const going = underway.get(entry.key)
  if (going !== undefined) return going
  const begun = alone(`dartwing-outbox:${entry.conflict}`, () => sendOnce(entry)).finally(() =>
    underway.delete(entry.key),
  )
  underway.set(entry.key, begun)
  return begun
}

async function sendOnce(entry: OutboxEntry): Promise<Delivery> {
  const kept = await readEntry(entry, entry.conflict)
  if (kept === null || kept.key !== entry.key || kept.refused !== null) return { step: 'elsewhere' }
  if (!navigator.onLine) return { step: kept.sent ? 'checking' : 'waiting' }
  if (!kept.sent) await keepEntry({ ...kept, sent: true })
  try {
    const response = await post(kept)
    // In this order: a tab that finds no entry any more must not find the picks that were sent with it.
    await dropDraft(kept, kept.conflict)
    await dropEntry(kept, kept.conflict)
    return { step: 'done', response }
  } catch (error) {
    const delivery = afterFailure(error)
    if (delivery.step === 'refused') {
      // Whoever hears of the refusal finds the picks free to be changed.
      await releaseDraft(kept, kept.conflict)
      await keepEntry({ ...kept, sent: true, refused: delivery.problem })
    }
    return delivery
  }
}

/** Guarded by the pinned revision, repeatable by its key: sent twice it takes effect once. */
function post({ org, conflict, revision, key, body }: OutboxEntry): Promise<ResolveResponse> {
  const decision: unknown = JSON.parse(body)
  return request(resolveResponse, addressOf(ENDPOINTS.conflictResolve, { id: conflict }), {
    method: 'POST',
    query: { org },
    body: decision,
    headers: { 'if-match': `"${revision}"`, 'idempotency-key': key },
  })
}

function afterFailure(error: unknown): Delivery {
  if (error instanceof MismatchError)
    return { step: 'refused', screen: 'reload_page', problem: mismatch(error) }
  if (!(error instanceof ProblemError)) return { step: 'checking' }
  const screen = PROBLEM_SCREENS[error.code]
  if (screen === 'sign_in_again') return { step: 'signed_out' }
  if (screen === 'wait_and_retry') return { step: 'checking' }
  return { step: 'refused', screen, problem: error.problem }
}

function mismatch({ message }: MismatchError): Problem {
  return { type: 'about:blank', title: message, status: 200, code: 'internal', retryable: false }
}

/** Across tabs where the browser has locks; without them the key alone keeps a decision from being made twice. */
function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (navigator.locks === undefined) return work()
  return Promise.resolve(navigator.locks.request(name, work))
}
