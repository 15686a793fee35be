import { ENDPOINTS, type OidcRequest } from '@dartwing/protocol'
import { ProblemError } from '../../../lib/http/problem-error.ts'
import { type PendingSignIn, takePending } from './pending.ts'

const MINUTES_MAX = 15
const PATIENCE_MS = MINUTES_MAX * 60_000

/** What came of a sign-in elsewhere. `next`: where the person wanted to go. */
export type Outcome =
  | { readonly kind: 'signed_in'; readonly next: string }
  | { readonly kind: 'failed'; readonly next: string; readonly failure: Failure }

export interface Failure {
  readonly title: string
  readonly text: string
  /** The issuer knows the person, but this server does not: only somebody else can come in. */
  readonly another?: boolean
}

type Open = (endpoint: string, request: OidcRequest) => Promise<void>

/** Coming back from the issuer, with what it wrote into the address. Works once. */
export async function finishSignIn(search: string, open: Open, now = Date.now()): Promise<Outcome> {
  const pending = takePending()
  const next = pending?.next ?? '/inbox'
  const failed = (failure: Failure): Outcome => ({ kind: 'failed', next, failure })
  if (pending === null || now - pending.began_at > PATIENCE_MS) return failed(EXPIRED)
  const answer = new URLSearchParams(search)
  if (!isAnswerTo(pending, answer)) return failed(MISMATCH)
  const code = answer.get('code')
  if (code === null) return failed(answer.get('error') === 'access_denied' ? CANCELLED : REFUSED_THERE)
  const { code_verifier, redirect_uri, nonce } = pending
  try {
    await open(ENDPOINTS.oidc, { code, code_verifier, redirect_uri, nonce })
    return { kind: 'signed_in', next }
  } catch (error) {
    return failed(failureOf(error))
  }
}

/** Somebody else's answer, slipped into this tab, would sign the person in as somebody else. */
function isAnswerTo(pending: PendingSignIn, answer: URLSearchParams): boolean {
  const issuer = answer.get('iss')
  return answer.get('state') === pending.state && (issuer === null || issuer === pending.issuer)
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof ProblemError)) {
    return error instanceof Error && error.name !== 'UnknownOutcomeError'
      ? { title: 'You can not come in yet', text: error.message, another: true }
      : { title: 'The server does not answer', text: 'Check the connection and try again.' }
  }
  if (error.code === 'issuer_unavailable') return AWAY
  if (error.code === 'forbidden')
    return { title: 'You can not come in yet', text: error.message, another: true }
  return { title: 'Signing in did not work', text: error.message }
}

const EXPIRED: Failure = {
  title: 'That took too long',
  text: `A sign-in must be finished within ${MINUTES_MAX} minutes, in the tab where it was begun. Begin again.`,
}
const MISMATCH: Failure = {
  title: 'This is not the sign-in you began',
  text: 'The answer belongs to another one, so it was not used. Begin again.',
}
const CANCELLED: Failure = {
  title: 'You have not signed in',
  text: 'You stopped at the sign-in service. Nothing has changed.',
}
const REFUSED_THERE: Failure = {
  title: 'The sign-in service did not let you in',
  text: 'It gave no code to sign in with. Try again, or ask whoever looks after it.',
}
const AWAY: Failure = {
  title: 'The sign-in service does not answer',
  text: 'The server could not ask it who you are. Try again in a moment.',
}
