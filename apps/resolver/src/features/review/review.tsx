import { LinkTitles } from '../../components/value/link-titles.ts'
import { ProblemError } from '../../lib/http/problem-error.ts'
import { PROBLEM_SCREENS } from '../../lib/problem-screens.ts'
import { useSession } from '../../lib/session/use-session.ts'
import { OpenReview } from './open-review.tsx'
import { ItemBoundary } from './result/broken-item.tsx'
import { ItemProblem, LoadingItem } from './result/item-problem.tsx'
import type { ReviewProps } from './review-props.ts'
import { useOpenItem } from './use-open-item.ts'

/** One item: loads it, pins it with its draft, and hands over to the open review. */
export function Review({ id, nextId, decision, onResolved, onWaiting }: ReviewProps) {
  const { user, org } = useSession()
  const owner = { org: org.org, email: user.email }
  const { query, open, live, pin, startAgain } = useOpenItem(owner, id)
  if (open === null || live === undefined) {
    if (query.error !== null) return <ItemProblem error={query.error} onRetry={() => void query.refetch()} />
    return <LoadingItem />
  }
  return (
    <LinkTitles value={live.link_titles}>
      <ItemBoundary detail={live}>
        <OpenReview
          owner={owner}
          open={open}
          live={live}
          isLost={isLost(query.error)}
          nextId={nextId}
          decision={decision}
          onPin={pin}
          onStartAgain={startAgain}
          onResolved={onResolved}
          onWaiting={onWaiting}
        />
      </ItemBoundary>
    </LinkTitles>
  )
}

function isLost(error: Error | null): boolean {
  if (!(error instanceof ProblemError)) return false
  const screen = PROBLEM_SCREENS[error.code]
  return screen === 'no_permission' || screen === 'missing'
}
