import type { ConflictDetail } from '@dartwing/protocol'
import { isBegun } from '../../../lib/draft/draft.ts'
import { DraftContext, useDraft } from '../../../lib/draft/draft-store.ts'
import type { DraftOwner } from '../../../lib/draft/kept-drafts.ts'
import type { useUndo } from '../undo/use-undo.ts'
import type { OpenItem } from '../use-open-item.ts'
import { KeptPicks } from './kept-picks.tsx'
import { ResultScreen } from './result-screen.tsx'

interface ClosedReviewProps {
  readonly owner: DraftOwner
  readonly open: OpenItem
  readonly live: ConflictDetail
  readonly nextId: string | null
  readonly undo: ReturnType<typeof useUndo>
  readonly onStartAgain: () => void
}

/** Closed by someone else, or when it was opened: the result, beside what this person had begun. */
export function ClosedReview(props: ClosedReviewProps) {
  const { owner, open, live, nextId, undo } = props
  return (
    <DraftContext value={open.store}>
      <ResultScreen
        detail={live}
        zone={live.time_zone}
        nextId={nextId}
        undo={undo}
        aside={live.resolved_by === owner.email ? null : <MyPicks {...props} />}
      />
    </DraftContext>
  )
}

function MyPicks({ open, live, undo, onStartAgain }: ClosedReviewProps) {
  const draft = useDraft((whole) => whole)
  // Opened when it was closed already, and nothing begun: there is nothing to explain.
  if (!isBegun(draft) && open.pinned.state !== 'open') return null
  return (
    <KeptPicks
      now={live}
      draft={draft}
      zone={live.time_zone}
      onDrop={onStartAgain}
      onReopen={live.permissions.undo ? () => void undo.undo(live) : null}
    />
  )
}
