import type { ExplainedRule } from '@dartwing/protocol'
import { useState } from 'react'
import { type Candidate, isAsInForce, readCandidate } from './candidate.ts'

/** The rule on trial, as a form or as text; as text it may be none yet. */
export function useCandidate(rule: ExplainedRule) {
  const [candidate, setCandidate] = useState<Candidate>(rule.entry)
  /** Null: it is entered as a form. */
  const [text, setText] = useState<string | null>(null)
  const typed = text === null ? candidate : readCandidate(text)
  const asked = typeof typed === 'string' ? null : typed
  return {
    candidate,
    text,
    asked,
    problem: typeof typed === 'string' ? typed : null,
    isUnchanged: asked !== null && isAsInForce(asked, rule),
    setCandidate,
    setText,
    enterAsText(isText: boolean): void {
      if (!isText && asked !== null) setCandidate(asked)
      setText(isText ? JSON.stringify(candidate, null, 2) : null)
    },
    reset(): void {
      setCandidate(rule.entry)
      setText(null)
    },
  }
}

export type OnTrial = ReturnType<typeof useCandidate>
