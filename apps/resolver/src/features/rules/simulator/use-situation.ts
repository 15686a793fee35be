import { useState } from 'react'
import { readSituation, type Situation } from './situation.ts'

/** The situation as a form or as text; as text it may be none yet. */
export function useSituation(start: Situation) {
  const [situation, setSituation] = useState(start)
  /** Null: it is entered as a form. */
  const [text, setText] = useState<string | null>(null)
  const typed = text === null ? situation : readSituation(text)
  return {
    situation,
    text,
    asked: typeof typed === 'string' ? null : typed,
    problem: typeof typed === 'string' ? typed : null,
    setSituation,
    setText,
    enterAsText(isText: boolean): void {
      if (!isText && typeof typed !== 'string') setSituation(typed)
      setText(isText ? JSON.stringify(situation, null, 2) : null)
    },
  }
}

export type Entered = ReturnType<typeof useSituation>
