import { conflictDetail, conflictList } from '@dartwing/protocol'
import type { Query, QueryClient } from '@tanstack/react-query'
import { del, entries, get, set } from 'idb-keyval'
import { UnknownOutcomeError } from '../http/problem-error.ts'
import { sessionStore } from '../session/session-store.ts'
import { keepsOnDevice } from './keeping.ts'
import { keptStore, orNothing } from './kept-store.ts'

/**
 * What a person has read, for when nobody answers: the lists and the items they opened, with the time they are from.
 * Per account and organisation, gone at sign-out.
 */
interface Copy {
  readonly at: number
  readonly email: string
  readonly data: unknown
}

const store = keptStore('copies')
const WEEK_MS = 7 * 24 * 60 * 60 * 1000
const KEPT_MAX = 200

/** The times of copies that are on the screen: writing them back would make them look new. */
const shown = new Map<string, number>()

/** What was written last: the next pages of a list change nothing about its beginning. */
const written = new Map<string, unknown>()

export function keepCopies(client: QueryClient): () => void {
  const cache = client.getQueryCache()
  // Some may have failed before this was loaded.
  for (const query of cache.getAll()) if (isUnheard(query.state.error)) void fill(query)
  return cache.subscribe((event) => {
    if (event.type !== 'updated') return
    const { action, query } = event
    if (action.type === 'success') void keep(query)
    if (action.type !== 'failed' && action.type !== 'error') return
    if (isUnheard(action.error)) void fill(query)
  })
}

/** At the start: copies that are old, too many, or of somebody else who was here before. */
export async function dropOldCopies(): Promise<void> {
  const email = sessionStore.get()?.user.email
  if (store === null || email === undefined) return
  const kept = (await orNothing(entries<string, Copy>(store))) ?? []
  const newest = kept.toSorted(([, a], [, b]) => b.at - a.at)
  const old = newest.filter(
    ([, copy], place) => copy.email !== email || place >= KEPT_MAX || Date.now() - copy.at > WEEK_MS,
  )
  await Promise.all(old.map(([key]) => orNothing(del(key, store))))
}

async function keep(query: Query): Promise<void> {
  const { data, dataUpdatedAt: at } = query.state
  const email = sessionStore.get()?.user.email
  if (store === null || email === undefined || shown.get(query.queryHash) === at || !keepsOnDevice()) return
  const beginning = isPaged(data) ? data.pages[0] : data
  if (written.get(query.queryHash) === beginning) return
  const kept = partToKeep(query.queryKey[0], data)
  if (kept === null) return
  written.set(query.queryHash, beginning)
  const copy: Copy = { at, email, data: kept }
  await orNothing(set(keyOf(email, query), copy, store))
}

async function fill(query: Query): Promise<void> {
  const email = sessionStore.get()?.user.email
  if (store === null || email === undefined || query.state.data !== undefined) return
  const copy = await orNothing(get<Copy>(keyOf(email, query), store))
  const data = copy === undefined ? null : partToKeep(query.queryKey[0], copy.data)
  // An answer may have come meanwhile.
  if (copy === undefined || data === null || query.state.data !== undefined) return
  shown.set(query.queryHash, copy.at)
  query.setData(data, { updatedAt: copy.at, manual: true })
}

/** Of a long list its beginning. Of an item with a signature nothing: pictures of those never rest on a device. */
function partToKeep(name: unknown, data: unknown): unknown {
  if (name === 'conflict') {
    const detail = conflictDetail.safeParse(data)
    return detail.success && !JSON.stringify(detail.data).includes('data:image') ? detail.data : null
  }
  if (name !== 'conflicts' || !isPaged(data)) return null
  const first = conflictList.safeParse(data.pages[0])
  return first.success ? { pages: [first.data], pageParams: [''] } : null
}

function isPaged(data: unknown): data is { readonly pages: readonly unknown[] } {
  return typeof data === 'object' && data !== null && 'pages' in data && Array.isArray(data.pages)
}

function isUnheard(error: unknown): boolean {
  return error instanceof UnknownOutcomeError
}

function keyOf(email: string, query: Query): string {
  return `${email} ${query.queryHash}`
}
