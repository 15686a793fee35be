import type { BulkResult } from '@dartwing/protocol'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { AskedItem } from '../../../lib/desk/asked.ts'
import { UnknownOutcomeError } from '../../../lib/http/problem-error.ts'
import { randomId } from '../../../lib/random-id.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { bulk } from '../api/bulk.ts'
import { keepSelected } from '../cursor/cursor-store.ts'
import {
  canBeLikeOthers,
  dryRunState,
  type LikeThis,
  outcomeState,
  type RowState,
  requestFor,
  revisionToSend,
} from './like-this.ts'

export interface Bulk {
  readonly side: LikeThis | null
  readonly states: ReadonlyMap<string, RowState>
  readonly excluded: ReadonlySet<string>
  readonly busy: 'dry_run' | 'resolving' | null
  readonly error: Error | null
  /** Decided rows: once there are any, the table is a report. */
  readonly sent: boolean
  readonly try: (side: LikeThis) => Promise<void>
  readonly include: (id: string, included: boolean) => void
  readonly resolve: () => Promise<void>
}

type States = ReadonlyMap<string, RowState>

/** First what it would do, row by row; then the same, guarded by what was shown. Failures stay selected. */
export function useBulk(items: readonly AskedItem[]): Bulk {
  const { org } = useSession()
  const client = useQueryClient()
  const [side, setSide] = useState<LikeThis | null>(null)
  const [states, setStates] = useState<States>(() => oneByOne(items))
  const [excluded, setExcluded] = useState<ReadonlySet<string>>(new Set())
  const [busy, setBusy] = useState<Bulk['busy']>(null)
  const [error, setError] = useState<Error | null>(null)
  const [sent, setSent] = useState(false)
  const keys = useRef(new Map<string, string>())

  const attempt = async (now: Bulk['busy'], work: () => Promise<States>): Promise<States> => {
    setBusy(now)
    setError(null)
    let next = states
    try {
      next = await work()
      setStates(next)
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)))
    }
    setBusy(null)
    return next
  }

  const tryOut = async (next: LikeThis): Promise<void> => {
    setSide(next)
    keys.current = new Map(items.map(({ id }) => [id, randomId()]))
    await attempt('dry_run', () => dryRun(org.org, items, next))
  }

  const resolve = async (): Promise<void> => {
    if (side === null) return
    setSent(true)
    const going = items.filter(({ id }) => !excluded.has(id))
    const outcome = await attempt('resolving', () => send(org.org, going, side, states, keys.current))
    keepSelected(items.filter(({ id }) => outcome.get(id)?.step !== 'done').map(({ id }) => id))
    void client.invalidateQueries({ queryKey: ['conflicts', org.org] })
    void client.invalidateQueries({ queryKey: ['conflict', org.org] })
  }

  const include = useCallback((id: string, included: boolean): void => {
    setExcluded((before) => {
      const next = new Set(before)
      if (included) next.delete(id)
      else next.add(id)
      return next
    })
  }, [])

  return { side, states, excluded, busy, error, sent, try: tryOut, include, resolve }
}

function oneByOne(items: readonly AskedItem[]): States {
  return new Map(items.filter((item) => !canBeLikeOthers(item)).map(({ id }) => [id, { step: 'one_by_one' }]))
}

function statesOf(
  items: readonly AskedItem[],
  results: readonly BulkResult[],
  toState: (result: BulkResult | undefined) => RowState,
): States {
  return new Map(items.map(({ id }, index) => [id, toState(results[index])]))
}

async function dryRun(org: string, items: readonly AskedItem[], side: LikeThis): Promise<States> {
  const asked = items.filter(canBeLikeOthers)
  const requests = asked.map((item) => requestFor(item, side, null))
  const results = await bulk(org, 'preview', requests)
  return new Map([...oneByOne(items), ...statesOf(asked, results, dryRunState)])
}

/** Each with the revision whose preview was shown. What nobody answers about stays unknown, and its key is kept. */
async function send(
  org: string,
  items: readonly AskedItem[],
  side: LikeThis,
  states: States,
  keys: ReadonlyMap<string, string>,
): Promise<States> {
  const outcome = new Map(states)
  const going = items.flatMap((item) => {
    const revision = revisionToSend(states.get(item.id))
    return revision === null ? [] : [{ item, revision }]
  })
  for (const { item, revision } of going) outcome.set(item.id, { step: 'unknown', revision })
  const requests = going.map(({ item, revision }) =>
    requestFor(item, side, { revision, idempotency_key: keys.get(item.id) ?? randomId() }),
  )
  let answered = 0
  try {
    await bulk(org, 'resolve', requests, (results) => {
      const pack = going.slice(answered, answered + results.length).map(({ item }) => item)
      for (const [id, state] of statesOf(pack, results, outcomeState)) outcome.set(id, state)
      answered += results.length
    })
  } catch (cause) {
    if (!(cause instanceof UnknownOutcomeError)) throw cause
  }
  return outcome
}
