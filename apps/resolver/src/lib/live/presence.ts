import type { Looker } from '@dartwing/protocol'
import { useMemo, useSyncExternalStore } from 'react'
import { useOwnAccountId } from '../session/own-account.ts'
import { useServerNow } from '../time/server-clock.ts'

/** Who has which item open, as the server last said: in a list, with an item, or as it happens. */
const looking = new Map<string, readonly Looker[]>()
const listeners = new Set<() => void>()
const NOBODY: readonly Looker[] = []

export function seePresence(id: string, lookers: readonly Looker[]): void {
  if (lookers.length === 0 && !looking.has(id)) return
  if (lookers.length === 0) looking.delete(id)
  else looking.set(id, lookers)
  for (const listener of listeners) listener()
}

/** At sign-out, or for another organisation. */
export function forgetPresence(): void {
  looking.clear()
}

/** Everybody who looks at it, the reader too. */
export function useLooking(id: string): readonly Looker[] {
  return useSyncExternalStore(subscribe, () => looking.get(id) ?? NOBODY)
}

/** The others who look at it now; whoever has not been heard of for a minute has gone. */
export function useOthersLooking(id: string): readonly Looker[] {
  const own = useOwnAccountId()
  const now = useServerNow()
  const all = useLooking(id)
  return useMemo(
    () =>
      all === NOBODY || own === null
        ? NOBODY
        : all.filter((one) => one.id !== own && Date.parse(one.until) > now),
    [all, own, now],
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
