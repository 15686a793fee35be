import { useEffect, useState } from 'react'
import type { OutboxEntry } from '../../lib/outbox/entry.ts'
import { listEntries, onOutboxChange } from '../../lib/outbox/kept-entries.ts'

const NONE: readonly OutboxEntry[] = []

/** The person's decisions that are not settled yet, as all tabs of this device know them. */
export function useEntries(email: string): readonly OutboxEntry[] {
  const [entries, setEntries] = useState(NONE)
  useEffect(() => {
    let asked = 0
    const read = (): void => {
      asked += 1
      const mine = asked
      void listEntries(email).then((now) => mine === asked && setEntries(now))
    }
    read()
    const stop = onOutboxChange(read)
    return () => {
      asked += 1
      stop()
    }
  }, [email])
  return entries
}
