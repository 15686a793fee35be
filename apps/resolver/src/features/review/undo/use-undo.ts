import type { ConflictDetail, Problem } from '@dartwing/protocol'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { ProblemError } from '../../../lib/http/problem-error.ts'
import { randomId } from '../../../lib/random-id.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { undoConflict } from '../api/undo.ts'

export type UndoState =
  | { readonly step: 'idle' }
  | { readonly step: 'sending' }
  /** Nobody answered: the same key is sent when the person tries again. */
  | { readonly step: 'unknown' }
  | { readonly step: 'refused'; readonly problem: Problem }

/** Takes a decision back and asks again; refused when the record has moved on since. */
export function useUndo(onUndone: (fresh: ConflictDetail) => void) {
  const { org } = useSession()
  const client = useQueryClient()
  const [state, setState] = useState<UndoState>({ step: 'idle' })
  const key = useRef(randomId())
  const undo = useCallback(
    async (item: Pick<ConflictDetail, 'id' | 'revision'>): Promise<void> => {
      setState({ step: 'sending' })
      try {
        const { conflict } = await undoConflict(org.org, item, key.current)
        key.current = randomId()
        client.setQueryData(['conflict', org.org, item.id], conflict)
        void client.invalidateQueries({ queryKey: ['conflicts', org.org] })
        setState({ step: 'idle' })
        onUndone(conflict)
      } catch (error) {
        if (!(error instanceof ProblemError)) return setState({ step: 'unknown' })
        key.current = randomId()
        // Somebody may have undone it first: the page then shows the question again.
        void client.invalidateQueries({ queryKey: ['conflict', org.org, item.id] })
        setState({ step: 'refused', problem: error.problem })
      }
    },
    [org.org, client, onUndone],
  )
  return { state, undo }
}
