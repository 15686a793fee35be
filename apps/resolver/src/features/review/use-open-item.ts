import type { ConflictDetail } from '@dartwing/protocol'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { setDeciding } from '../../lib/desk/deciding.ts'
import { type Draft, isBegun, newDraft, questionsOf } from '../../lib/draft/draft.ts'
import { createDraftStore, type DraftStore } from '../../lib/draft/draft-store.ts'
import { type DraftOwner, dropDraft, keepDraft, keyOf, readDraft } from '../../lib/draft/kept-drafts.ts'
import { onDraftElsewhere, tellDraft } from '../../lib/draft/other-tabs.ts'
import { rebaseDraft } from '../../lib/draft/rebase.ts'
import { onConflict, onReturn, POLL_MS, useLiveStatus } from '../../lib/live/live-store.ts'
import { readAgain } from '../../lib/live/read-again.ts'
import { readEntry } from '../../lib/outbox/kept-entries.ts'
import { conflictOptions } from './api/get-conflict.ts'

/** An item on the screen: pinned at open, beside what the server says now. Only the pinned one is ever submitted. */
export interface OpenItem {
  readonly pinned: ConflictDetail
  readonly store: DraftStore
  /** When the picks of an earlier visit were saved; null = a fresh start. */
  readonly restoredAt: number | null
  /** The picks have been changed in another tab since. */
  readonly changedElsewhere: boolean
}

export function useOpenItem(owner: DraftOwner, id: string) {
  const live = useLiveStatus()
  const query = useQuery({
    ...conflictOptions(owner.org, id),
    refetchInterval: live === 'polling' ? POLL_MS : false,
  })
  const [open, setOpen] = useState<OpenItem | null>(null)
  const { data } = query
  const { org, email } = owner
  useEffect(() => {
    if (data === undefined || open !== null) return
    let stale = false
    void openItem({ org, email }, data).then((opened) => {
      if (!stale) setOpen(opened)
    })
    return () => {
      stale = true
    }
  }, [data, open, org, email])
  const onElsewhere = useCallback(
    () => setOpen((before) => before && { ...before, changedElsewhere: true }),
    [],
  )
  useKeeping(org, email, open?.store ?? null, onElsewhere)
  useItemEvents(org, id)
  useSayDeciding(id, open?.store ?? null)
  const pin = useCallback(
    (fresh: ConflictDetail) =>
      setOpen((before) => {
        before?.store.dispatch({ type: 'replaced', draft: rebaseDraft(before.store.get(), fresh) })
        return before === null ? before : { ...before, pinned: fresh }
      }),
    [],
  )
  const startAgain = useCallback(() => {
    void dropDraft({ org, email }, id)
    setOpen((before) => {
      before?.store.dispatch({ type: 'replaced', draft: newDraft(before.pinned) })
      return before === null ? before : { ...before, restoredAt: null, changedElsewhere: false }
    })
  }, [org, email, id])
  return { query, open, live: data, pin, startAgain }
}

async function openItem(owner: DraftOwner, detail: ConflictDetail): Promise<OpenItem> {
  const kept = await readDraft(owner, detail.id)
  const draft = kept === null ? newDraft(detail) : carriedOver(kept.draft, detail)
  const store = createDraftStore(await onItsWay(owner, draft))
  return { pinned: detail, store, restoredAt: kept?.at ?? null, changedElsewhere: false }
}

/** A decision that waits to be sent is not made a second time, also where drafts are not kept. */
async function onItsWay(owner: DraftOwner, draft: Draft): Promise<Draft> {
  const entry = await readEntry(owner, draft.conflict)
  if (draft.attempt !== null || entry === null || entry.refused !== null) return draft
  return { ...draft, revision: entry.revision, attempt: { key: entry.key, body: entry.body } }
}

/**
 * A commit that was sent belongs to the revision it named: it is asked about as it was, whatever has moved since. And of
 * a closed item nothing is asked: what was picked stays readable as it was picked.
 */
function carriedOver(draft: Draft, detail: ConflictDetail): Draft {
  if (draft.attempt !== null || detail.state !== 'open') return draft
  return draft.revision === detail.revision
    ? { ...draft, ...questionsOf(detail) }
    : rebaseDraft(draft, detail)
}

function useKeeping(org: string, email: string, store: DraftStore | null, onElsewhere: () => void): void {
  useEffect(() => {
    if (store === null) return
    const owner = { org, email }
    const key = keyOf(owner, store.get().conflict)
    let isHearing = false
    const stopKeeping = store.subscribe(() => {
      // The tab it comes from has kept it, or has dropped it since.
      if (isHearing) return
      const draft = store.get()
      void (isBegun(draft) ? keepDraft(owner, draft) : dropDraft(owner, draft.conflict))
      tellDraft(key, draft)
    })
    const stopHearing = onDraftElsewhere(key, (draft) => {
      // Pinned to another revision, it answers other questions: this tab says by itself that the item has changed.
      if (draft.revision !== store.get().revision) return
      isHearing = true
      store.dispatch({ type: 'replaced', draft })
      isHearing = false
      onElsewhere()
    })
    return () => {
      stopKeeping()
      stopHearing()
    }
  }, [org, email, store, onElsewhere])
}

/** Others are shown that somebody has begun to decide, from the first pick on. */
function useSayDeciding(id: string, store: DraftStore | null): void {
  useEffect(() => {
    if (store === null) return
    const say = (): void => {
      const { picks, verdict } = store.get()
      setDeciding(id, verdict !== null || Object.keys(picks).length > 0)
    }
    say()
    const stop = store.subscribe(say)
    return () => {
      stop()
      setDeciding(id, false)
    }
  }, [id, store])
}

function useItemEvents(org: string, id: string): void {
  const client = useQueryClient()
  useEffect(() => {
    const refresh = (): void => void readAgain(client, ['conflict', org, id])
    const stopEvents = onConflict((event) => {
      if (event.conflict.id === id) refresh()
    })
    const stopReturn = onReturn(refresh)
    return () => {
      stopEvents()
      stopReturn()
    }
  }, [client, org, id])
}
