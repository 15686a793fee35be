import { ENDPOINTS, type OidcRequest } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
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
  if (pending === null || now - pending.began_at > PATIENCE_MS) return failed(expired())
  const answer = new URLSearchParams(search)
  if (!isAnswerTo(pending, answer)) return failed(mismatch())
  const code = answer.get('code')
  if (code === null) return failed(answer.get('error') === 'access_denied' ? cancelled() : refusedThere())
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
      ? { title: t`You can not come in yet`, text: error.message, another: true }
      : { title: t`The server does not answer`, text: t`Check the connection and try again.` }
  }
  if (error.code === 'issuer_unavailable') return away()
  if (error.code === 'forbidden')
    return { title: t`You can not come in yet`, text: error.message, another: true }
  return { title: t`Signing in did not work`, text: error.message }
}

const expired = (): Failure => ({
  title: t`That took too long`,
  text: t`A sign-in must be finished within ${MINUTES_MAX} minutes, in the tab where it was begun. Begin again.`,
})
const mismatch = (): Failure => ({
  title: t`This is not the sign-in you began`,
  text: t`The answer belongs to another one, so it was not used. Begin again.`,
})
const cancelled = (): Failure => ({
  title: t`You have not signed in`,
  text: t`You stopped at the sign-in service. Nothing has changed.`,
})
const refusedThere = (): Failure => ({
  title: t`The sign-in service did not let you in`,
  text: t`It gave no code to sign in with. Try again, or ask whoever looks after it.`,
})
const away = (): Failure => ({
  title: t`The sign-in service does not answer`,
  text: t`The server could not ask it who you are. Try again in a moment.`,
})
