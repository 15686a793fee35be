import { useEffect, useRef } from 'react'
import { type Delivery, deliver } from '../../lib/outbox/deliver.ts'
import type { OutboxEntry } from '../../lib/outbox/entry.ts'

export type Report = (entry: OutboxEntry, delivery: Delivery) => void

/** While somebody is not heard: an open item asks more often, this is for what nobody is looking at. */
const AGAIN_MS = 15_000

/** Sends what waits: at the start, when the connection is back, after signing in again, and from time to time. */
export function useSender(entries: readonly OutboxEntry[], isSignedIn: boolean, report: Report): void {
  const waiting = entries.filter((entry) => entry.refused === null)
  const latest = useRef({ waiting, report })
  latest.current = { waiting, report }
  const some = waiting.length > 0
  useEffect(() => {
    if (!some || !isSignedIn) return
    let busy = false
    const send = async (): Promise<void> => {
      if (busy) return
      busy = true
      for (const entry of latest.current.waiting) latest.current.report(entry, await deliver(entry))
      busy = false
    }
    void send()
    const timer = setInterval(() => void send(), AGAIN_MS)
    window.addEventListener('online', send)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', send)
    }
  }, [some, isSignedIn])
}
