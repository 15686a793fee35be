import { del, get, set, values } from 'idb-keyval'
import { keptStore, type Owner } from '../offline/kept-store.ts'
import type { OutboxEntry } from './entry.ts'

const store = keptStore('outbox')

/** Where the browser keeps nothing, a decision waits as long as the page is open. */
const memory = new Map<string, OutboxEntry>()

const listeners = new Set<() => void>()

/** Tells the other tabs of this device. */
const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('dartwing-outbox')
tabs?.addEventListener('message', announce)

export function onOutboxChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export async function keepEntry(entry: OutboxEntry): Promise<void> {
  const key = keyOf(entry, entry.conflict)
  await onDevice((use) => set(key, entry, use)).catch(() => memory.set(key, entry))
  changed()
}

export async function dropEntry(owner: Owner, conflict: string): Promise<void> {
  const key = keyOf(owner, conflict)
  memory.delete(key)
  await onDevice((use) => del(key, use)).catch(() => undefined)
  changed()
}

export async function readEntry(owner: Owner, conflict: string): Promise<OutboxEntry | null> {
  const key = keyOf(owner, conflict)
  const kept = await onDevice((use) => get<OutboxEntry>(key, use)).catch(() => undefined)
  return kept ?? memory.get(key) ?? null
}

/** Oldest first, in all organisations of the person. */
export async function listEntries(email: string): Promise<readonly OutboxEntry[]> {
  const kept = await onDevice((use) => values<OutboxEntry>(use)).catch(() => [])
  return [...kept, ...memory.values()]
    .filter((entry) => entry.email === email)
    .sort((a, b) => a.decided_at - b.decided_at)
}

function onDevice<T>(work: (use: NonNullable<typeof store>) => Promise<T>): Promise<T> {
  return store === null ? Promise.reject(new Error('This browser keeps nothing.')) : work(store)
}

function changed(): void {
  tabs?.postMessage('changed')
  announce()
}

function announce(): void {
  for (const listener of listeners) listener()
}

function keyOf({ org, email }: Owner, conflict: string): string {
  return `${org}:${email}:${conflict}`
}
