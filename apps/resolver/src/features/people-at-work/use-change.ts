import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { AskedItem } from '../../lib/desk/asked.ts'
import { randomId } from '../../lib/random-id.ts'
import { useSession } from '../../lib/session/use-session.ts'
import { changeItem, type ItemChange } from './api/changes.ts'

export interface Failed {
  readonly item: AskedItem
  readonly error: Error
}

export interface Change {
  readonly busy: boolean
  readonly failed: readonly Failed[]
  /** True when every item has been changed. */
  readonly send: (items: readonly AskedItem[], change: ItemChange) => Promise<boolean>
}

/** The same change to one item or to several, each on its own: what fails is named and can be sent again. */
export function useChange(): Change {
  const { org } = useSession()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<readonly Failed[]>([])
  const keys = useRef(new Map<string, string>())
  const keyFor = (item: AskedItem, change: ItemChange): string => {
    const about = JSON.stringify([item.id, item.revision, change])
    const key = keys.current.get(about) ?? randomId()
    keys.current.set(about, key)
    return key
  }
  const send = async (items: readonly AskedItem[], change: ItemChange): Promise<boolean> => {
    setBusy(true)
    const failures: Failed[] = []
    for (const item of items) {
      try {
        const { conflict } = await changeItem(org.org, item, change, keyFor(item, change))
        client.setQueryData(['conflict', org.org, item.id], conflict)
      } catch (cause) {
        failures.push({ item, error: cause instanceof Error ? cause : new Error(String(cause)) })
      }
    }
    await client.invalidateQueries({ queryKey: ['conflicts', org.org] })
    setFailed(failures)
    setBusy(false)
    return failures.length === 0
  }
  return { busy, failed, send }
}
