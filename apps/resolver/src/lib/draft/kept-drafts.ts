import { createStore, del, entries, get, set } from 'idb-keyval'
import type { Draft } from './draft.ts'

/** Drafts survive a reload, a rotation, a crash and an expired session: in IndexedDB, for a week, per person and item. */
const WEEK = 7 * 24 * 60 * 60 * 1000

interface KeptDraft {
  readonly at: number
  readonly draft: Draft
}

const store = typeof indexedDB === 'undefined' ? null : createStore('dartwing-drafts', 'drafts')

export interface DraftOwner {
  readonly org: string
  readonly email: string
}

export async function readDraft(owner: DraftOwner, conflict: string): Promise<KeptDraft | null> {
  if (store === null) return null
  const kept = await get<KeptDraft>(keyOf(owner, conflict), store).catch(() => undefined)
  return kept === undefined || Date.now() - kept.at > WEEK ? null : kept
}

export async function keepDraft(owner: DraftOwner, draft: Draft): Promise<void> {
  // A closed store (private window, full disk) costs the draft's survival, never the decision itself.
  if (store === null) return
  await set(keyOf(owner, draft.conflict), { at: Date.now(), draft }, store).catch(() => undefined)
}

export async function dropDraft(owner: DraftOwner, conflict: string): Promise<void> {
  if (store !== null) await del(keyOf(owner, conflict), store).catch(() => undefined)
}

/** At sign-out: what one person began must not greet the next one on a shared tablet. */
export async function dropAllDrafts(): Promise<void> {
  if (store === null) return
  const kept = await entries(store).catch(() => [])
  await Promise.all(kept.map(([key]) => del(key, store).catch(() => undefined)))
}

function keyOf(owner: DraftOwner, conflict: string): string {
  return `${owner.org}:${owner.email}:${conflict}`
}
