import { ReasonField } from '../../../components/choice/reason-field.tsx'
import { useDraft, useDraftStore } from '../../../lib/draft/draft-store.ts'

/** Who decides against a rule says why: it is how rules become better. */
export function OverrideReason() {
  const store = useDraftStore()
  const comment = useDraft((draft) => draft.comment)
  return (
    <ReasonField
      value={comment}
      onChange={(reason) => store.dispatch({ type: 'commented', comment: reason })}
    />
  )
}
