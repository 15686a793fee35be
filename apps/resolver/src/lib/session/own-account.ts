import { useSyncExternalStore } from 'react'
import { currentAccessToken } from './session-store.ts'

/** Whose token this is: people are told apart by the account's id, and two may have one name. */
let own: string | null = null
const listeners = new Set<() => void>()

export async function readOwnAccount(): Promise<void> {
  // Without an answer from the server nobody is told apart yet.
  own = subjectOf((await currentAccessToken().catch(() => null)) ?? '')
  for (const listener of listeners) listener()
}

export function useOwnAccountId(): string | null {
  return useSyncExternalStore(subscribe, () => own)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function subjectOf(token: string): string | null {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    const claims: unknown = JSON.parse(atob(payload))
    const subject = claims !== null && typeof claims === 'object' && 'sub' in claims ? claims.sub : null
    return typeof subject === 'string' ? subject : null
  } catch {
    return null
  }
}
