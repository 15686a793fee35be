import type { Json } from '@dartwing/rules'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { ProblemError } from '../../lib/http/problem-error.ts'
import { type Operation, write } from '../../lib/http/write.ts'
import { randomId } from '../../lib/random-id.ts'
import { useSession } from '../../lib/session/use-session.ts'
import { outcomeOf, type RestoreOutcome } from './outcome.ts'

/** Values to write back, and the version of the record that the person looks at. */
export interface Restorable {
  readonly doctype: string
  readonly name: string
  readonly version: number
  readonly values: Readonly<Record<string, Json>>
}

export type RestoreState =
  | { readonly step: 'idle' }
  | { readonly step: 'sending' }
  /** Nobody answered: the same change is sent when the person tries again, and happens once. */
  | { readonly step: 'unknown' }
  | RestoreOutcome

/** An ordinary write with the rights and rules of any other, based on what is on the screen. */
export function useRestore({ doctype, name, version, values }: Restorable) {
  const { org, user } = useSession()
  const client = useQueryClient()
  const [state, setState] = useState<RestoreState>({ step: 'idle' })
  const sent = useRef<Operation | null>(null)
  const restore = async (): Promise<void> => {
    setState({ step: 'sending' })
    sent.current ??= {
      mutation_id: randomId(),
      op: 'update',
      doctype,
      name,
      base_version: version,
      data: values,
      client_ts: new Date().toISOString(),
    }
    try {
      const result = await write(org.org, user.email, sent.current)
      sent.current = null
      setState(outcomeOf(result, Object.keys(values)))
      void client.invalidateQueries({ queryKey: ['record-history', org.org, doctype, name] })
    } catch (error) {
      if (!(error instanceof ProblemError)) return setState({ step: 'unknown' })
      sent.current = null
      setState({ step: 'refused', message: error.message })
    }
  }
  return { state, restore: () => void restore() }
}
