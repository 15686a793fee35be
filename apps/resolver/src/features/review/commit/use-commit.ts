import type { ConflictDetail, Problem, ResolveResponse } from '@dartwing/protocol'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { answerOf } from '../../../lib/draft/answer.ts'
import type { Attempt } from '../../../lib/draft/draft.ts'
import type { DraftStore } from '../../../lib/draft/draft-store.ts'
import { type DraftOwner, dropDraft, keepDraft } from '../../../lib/draft/kept-drafts.ts'
import { MismatchError, ProblemError } from '../../../lib/http/problem-error.ts'
import { PROBLEM_SCREENS, type ProblemScreen } from '../../../lib/problem-screens.ts'
import { randomId } from '../../../lib/random-id.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { resolveConflict } from '../api/resolve.ts'

export type CommitState =
  | { readonly step: 'idle' }
  | { readonly step: 'sending' }
  /** Sent, and nobody knows yet what became of it: the same key is sent again until the server answers. */
  | { readonly step: 'checking' }
  | { readonly step: 'signed_out' }
  | { readonly step: 'refused'; readonly screen: ProblemScreen; readonly problem: Problem }
  | { readonly step: 'done'; readonly response: ResolveResponse }

const AGAIN_MS = [1000, 2000, 4000, 8000, 15_000]

interface CommitOptions {
  readonly owner: DraftOwner
  readonly pinned: ConflictDetail
  readonly store: DraftStore
  readonly onDone: (response: ResolveResponse, andNext: boolean) => void
}

export function useCommit({ owner, pinned, store, onDone }: CommitOptions) {
  const { org, email } = owner
  const [state, setState] = useState<CommitState>({ step: 'idle' })
  const client = useQueryClient()
  const session = useSession()
  const andNext = useRef(false)
  const rounds = useRef(0)

  const send = useCallback(
    async (attempt: Attempt): Promise<void> => {
      const draft = store.get()
      try {
        const response = await resolveConflict(org, draft.conflict, draft.revision, attempt)
        store.dispatch({ type: 'answered' })
        await dropDraft({ org, email }, draft.conflict)
        client.setQueryData(['conflict', org, draft.conflict], response.conflict)
        void client.invalidateQueries({ queryKey: ['conflicts', org] })
        setState({ step: 'done', response })
        onDone(response, andNext.current)
      } catch (error) {
        const next = afterFailure(error)
        if (next.step === 'refused') {
          store.dispatch({ type: 'answered' })
          await client.invalidateQueries({ queryKey: ['conflict', org, draft.conflict] })
        }
        setState(next)
      }
    },
    [org, email, store, client, onDone],
  )

  const commit = useCallback(
    async (next: boolean): Promise<void> => {
      const draft = store.get()
      const answer = answerOf(pinned, draft)
      if (draft.attempt !== null || answer.obstacle !== null) return
      andNext.current = next
      rounds.current = 0
      store.dispatch({ type: 'sending', attempt: { key: randomId(), body: JSON.stringify(answer.request) } })
      const { attempt } = store.get()
      if (attempt === null) return
      setState({ step: 'sending' })
      // Kept before it is sent: a tab that dies on the way must be able to ask again with the same key.
      await keepDraft({ org, email }, store.get())
      await send(attempt)
    },
    [org, email, pinned, store, send],
  )

  useResume(store, state.step, session.status === 'active', rounds, setState, send)
  const dismiss = useCallback(() => setState({ step: 'idle' }), [])
  return { state, commit, dismiss }
}

function afterFailure(error: unknown): CommitState {
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

/** Takes up an attempt whose answer is missing: after a cut, after a reload, after signing in again. */
function useResume(
  store: DraftStore,
  step: CommitState['step'],
  signedIn: boolean,
  rounds: { current: number },
  setState: (state: CommitState) => void,
  send: (attempt: Attempt) => Promise<void>,
): void {
  useEffect(() => {
    const { attempt } = store.get()
    if (attempt === null || !signedIn) return
    if (step === 'idle') return setState({ step: 'checking' })
    if (step === 'signed_out') return setState({ step: 'checking' })
    if (step !== 'checking') return
    let sent = false
    const again = (): void => {
      if (sent) return
      sent = true
      rounds.current += 1
      setState({ step: 'sending' })
      void send(attempt)
    }
    const timer = setTimeout(again, AGAIN_MS[Math.min(rounds.current, AGAIN_MS.length - 1)])
    window.addEventListener('online', again)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('online', again)
    }
  }, [store, step, signedIn, rounds, setState, send])
}
