import { useSyncExternalStore } from 'react'
import { type SignedIn, sessionStore } from './session-store.ts'

export function useSessionOrNull(): SignedIn | null {
  return useSyncExternalStore(sessionStore.subscribe, sessionStore.get, sessionStore.get)
}

/** For pages behind the sign-in: the router lets nobody reach them without a session. */
export function useSession(): SignedIn {
  const now = useSessionOrNull()
  // Whoever signs out is gone at once; what is still on the screen, or only arrives, keeps the person it was made for.
  const session = now ?? sessionStore.last()
  if (session === null) throw new Error('This page needs a session.')
  return session
}
