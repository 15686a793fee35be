import type { ConflictDetail, ResolveResponse } from '@dartwing/protocol'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { answerOf } from '../../../lib/draft/answer.ts'
import type { Attempt } from '../../../lib/draft/draft.ts'
import type { DraftStore } from '../../../lib/draft/draft-store.ts'
import { type DraftOwner, dropDraft, keepDraft, readDraft } from '../../../lib/draft/kept-drafts.ts'
import { type Delivery, deliver } from '../../../lib/outbox/deliver.ts'
import type { OutboxEntry } from '../../../lib/outbox/entry.ts'
import { dropEntry, keepEntry, readEntry } from '../../../lib/outbox/kept-entries.ts'
import { randomId } from '../../../lib/random-id.ts'
import { useSession } from '../../../lib/session/use-session.ts'

export type CommitState =
  | { readonly step: 'idle' }
  | { readonly step: 'sending' }
  | Exclude<Delivery, { readonly step: 'elsewhere' }>

const AGAIN_MS = [1000, 2000, 4000, 8000, 15_000]

interface CommitOptions {
  readonly owner: DraftOwner
  readonly pinned: ConflictDetail
  readonly store: DraftStore
  readonly onDone: (response: ResolveResponse, andNext: boolean) => void
  /** There is no connection: the decision is kept and goes by itself when there is one. */
  readonly onWaiting: (andNext: boolean) => void
}

export function useCommit({ owner, pinned, store, onDone, onWaiting }: CommitOptions) {
  const { org, email } = owner
  const [state, setState] = useState<CommitState>({ step: 'idle' })
  const client = useQueryClient()
  const session = useSession()
  const andNext = useRef(false)
  const rounds = useRef(0)

  const send = useCallback(
    async (attempt: Attempt): Promise<void> => {
      const kept = await readEntry({ org, email }, store.get().conflict)
      const delivery: Delivery = kept?.key === attempt.key ? await deliver(kept) : { step: 'elsewhere' }
      const next = await settle(delivery, { owner: { org, email }, store, client })
      setState(next)
      if (next.step === 'done') onDone(next.response, andNext.current)
      if (next.step === 'waiting') onWaiting(andNext.current)
      if (next.step !== 'checking') andNext.current = false
    },
    [org, email, store, client, onDone, onWaiting],
  )

  const commit = useCallback(
    async (next: boolean): Promise<void> => {
      const draft = store.get()
      const answer = answerOf(pinned, draft)
      if (draft.attempt !== null || answer.obstacle !== null) return
      andNext.current = next
      rounds.current = 0
      const attempt = { key: randomId(), body: JSON.stringify(answer.request) }
      setState({ step: 'sending' })
      store.dispatch({ type: 'sending', attempt })
      // Kept before it is sent: a tab that dies on the way must be able to ask again with the same key.
      await keepDraft({ org, email }, store.get())
      await keepEntry(entryOf({ org, email }, pinned, draft.revision, attempt))
      await send(attempt)
    },
    [org, email, pinned, store, send],
  )

  const takeBack = useCallback(async (): Promise<void> => {
    const kept = await readEntry({ org, email }, pinned.id)
    if (kept?.sent === true) return
    await dropEntry({ org, email }, pinned.id)
    store.dispatch({ type: 'answered' })
    setState({ step: 'idle' })
  }, [org, email, pinned.id, store])

  useResume(store, state.step, session.status === 'active', rounds, setState, send)
  const dismiss = useCallback(() => setState({ step: 'idle' }), [])
  return { state, commit, dismiss, takeBack }
}

function entryOf(
  owner: DraftOwner,
  { id, title, due_at, time_zone }: ConflictDetail,
  revision: number,
  attempt: Attempt,
): OutboxEntry {
  const about = { conflict: id, title, due_at, time_zone, revision }
  return { ...owner, ...about, ...attempt, decided_at: Date.now(), sent: navigator.onLine, refused: null }
}

interface Around {
  readonly owner: DraftOwner
  readonly store: DraftStore
  readonly client: QueryClient
}

/** What an answer means for the draft and for what else is on the screen. */
async function settle(delivery: Delivery, { owner, store, client }: Around): Promise<CommitState> {
  const { conflict } = store.get()
  const queryKey = ['conflict', owner.org, conflict]
  switch (delivery.step) {
    case 'done':
      store.dispatch({ type: 'answered' })
      await dropDraft(owner, conflict)
      client.setQueryData(queryKey, delivery.response.conflict)
      void client.invalidateQueries({ queryKey: ['conflicts', owner.org] })
      return delivery
    case 'refused':
      // Said here, where the picks are: the list of what waits need not say it again.
      await dropEntry(owner, conflict)
      store.dispatch({ type: 'answered' })
      await client.invalidateQueries({ queryKey })
      return delivery
    case 'elsewhere': {
      // Who has its answer has given the picks back, or has dropped them.
      const isKept = (await readDraft(owner, conflict)) !== null
      store.dispatch({ type: 'answered' })
      if (!isKept) await dropDraft(owner, conflict)
      await client.invalidateQueries({ queryKey })
      return { step: 'idle' }
    }
    default:
      return delivery
  }
}

const UNSETTLED: ReadonlySet<string> = new Set(['checking', 'waiting', 'signed_out'])

/** Takes up an attempt whose answer is missing: after a cut, after a reload, after signing in again. */
function useResume(
  store: DraftStore,
  step: CommitState['step'],
  signedIn: boolean,
  rounds: { current: number },
  setState: (state: CommitState) => void,
  send: (attempt: Attempt) => Promise<void>,
): void {
  const readAttempt = () => store.get().attempt
  const attempt = useSyncExternalStore(store.subscribe, readAttempt, readAttempt)
  useEffect(() => {
    // Another tab has its answer.
    if (attempt === null) return UNSETTLED.has(step) ? setState({ step: 'idle' }) : undefined
    if (!signedIn) return
    if (step === 'idle' || step === 'signed_out') {
      return setState({ step: navigator.onLine ? 'checking' : 'waiting' })
    }
    if (step !== 'checking' && step !== 'waiting') return
    let sent = false
    const again = (): void => {
      if (sent) return
      sent = true
      rounds.current += 1
      setState({ step: 'sending' })
      void send(attempt)
    }
    const pause = AGAIN_MS[Math.min(rounds.current, AGAIN_MS.length - 1)]
    const timer = step === 'waiting' ? undefined : setTimeout(again, pause)
    window.addEventListener('online', again)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('online', again)
    }
  }, [attempt, step, signedIn, rounds, setState, send])
}
