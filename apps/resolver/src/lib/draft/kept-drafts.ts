import { del, entries, get, set } from 'idb-keyval'
import { keepsOnDevice } from '../offline/keeping.ts'
import { keptStore, type Owner } from '../offline/kept-store.ts'
import type { Draft } from './draft.ts'
import { tellDraft } from './other-tabs.ts'

/** Drafts survive a reload, a rotation, a crash and an expired session: in IndexedDB, for a week, per person and item. */
const WEEK = 7 * 24 * 60 * 60 * 1000

interface KeptDraft {
  readonly at: number
  readonly draft: Draft
}

const store = keptStore('drafts')

export type DraftOwner = Owner

export async function readDraft(owner: DraftOwner, conflict: string): Promise<KeptDraft | null> {
  if (store === null) return null
  const kept = await get<KeptDraft>(keyOf(owner, conflict), store).catch(() => undefined)
  if (kept === undefined || Date.now() - kept.at > WEEK) return null
  // Kept by a release before this one, it may lack a part.
  const { overrides = [], waiting = Object.keys(kept.draft.picks).length } = kept.draft
  return { ...kept, draft: { ...kept.draft, overrides, waiting } }
}

export async function keepDraft(owner: DraftOwner, draft: Draft): Promise<void> {
  // A closed store (private window, full disk) costs the draft's survival, never the decision itself.
  if (store === null || !keepsOnDevice()) return
  await set(keyOf(owner, draft.conflict), { at: Date.now(), draft }, store).catch(() => undefined)
}

export async function dropDraft(owner: DraftOwner, conflict: string): Promise<void> {
  if (store !== null) await del(keyOf(owner, conflict), store).catch(() => undefined)
}

/** The server has refused its decision: the picks are the person's again. Also in the tabs that show them. */
export async function releaseDraft(owner: DraftOwner, conflict: string): Promise<void> {
  const kept = await readDraft(owner, conflict)
  if (kept === null) return
  const draft = { ...kept.draft, attempt: null }
  await keepDraft(owner, draft)
  tellDraft(keyOf(owner, conflict), draft)
}

export async function dropOldDrafts(): Promise<void> {
  if (store === null) return
  const kept = await entries<string, KeptDraft>(store).catch(() => [])
  const old = kept.filter(([, { at }]) => Date.now() - at > WEEK)
  await Promise.all(old.map(([key]) => del(key, store).catch(() => undefined)))
}

export function keyOf(owner: DraftOwner, conflict: string): string {
  return `${owner.org}:${owner.email}:${conflict}`
}
