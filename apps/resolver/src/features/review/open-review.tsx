import type { ConflictDetail } from '@dartwing/protocol'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { answerOf } from '../../lib/draft/answer.ts'
import { DraftContext, type DraftStore } from '../../lib/draft/draft-store.ts'
import { ItemContext, type ItemScope, useItem } from '../../lib/draft/item-context.ts'
import type { DraftOwner } from '../../lib/draft/kept-drafts.ts'
import { scrollItemToTop } from '../../lib/item-pane.ts'
import { conflictOptions } from './api/get-conflict.ts'
import { ItemBanners } from './banners/item-banners.tsx'
import { PreviewDialog } from './commit/preview-dialog.tsx'
import { type CommitState, useCommit } from './commit/use-commit.ts'
import { fieldProblems } from './field-problems.ts'
import { ItemFolds } from './folds/item-folds.tsx'
import { DecisionBar } from './frame/decision-bar.tsx'
import { ItemHeader } from './frame/item-header.tsx'
import { SideCards } from './frame/side-cards.tsx'
import classes from './open-review.module.css'
import { ClosedReview } from './result/closed-review.tsx'
import { ResultScreen } from './result/result-screen.tsx'
import type { ReviewProps } from './review-props.ts'
import { UndoRefused } from './undo/undo-refused.tsx'
import { useUndo } from './undo/use-undo.ts'
import type { OpenItem } from './use-open-item.ts'
import { useQuietNews } from './use-quiet-news.ts'
import { useReviewKeys } from './use-review-keys.ts'
import { ExplainContext } from './why/explain.ts'

const WhyDrawer = lazy(() => import('./why/why-drawer.tsx').then((module) => ({ default: module.WhyDrawer })))

interface OpenReviewProps extends Pick<ReviewProps, 'nextId' | 'decision' | 'onResolved' | 'onWaiting'> {
  readonly owner: DraftOwner
  readonly open: OpenItem
  readonly live: ConflictDetail
  /** It may be seen or decided no longer: what is on the screen is what was known before. */
  readonly isLost: boolean
  readonly onPin: (fresh: ConflictDetail) => void
  readonly onStartAgain: () => void
}

/** Their own screens say who, when and with what for each side. */
const TELLS_SIDES: ReadonlySet<string> = new Set(['slot_collision', 'signature_review'])

/** What was decided is on its way, and must not change beneath it. */
const IN_FLIGHT: ReadonlySet<string> = new Set(['sending', 'waiting', 'checking', 'signed_out'])

export function OpenReview(props: OpenReviewProps) {
  const { owner, open, live, nextId, onPin, onResolved, onWaiting } = props
  const { pinned, store } = open
  const flow = useCommit({ owner, pinned, store, onDone: onResolved, onWaiting })
  const { state, dismiss } = flow
  const inFlight = IN_FLIGHT.has(state.step)
  const askAgain = (fresh: ConflictDetail): void => {
    dismiss()
    onPin(fresh)
  }
  const undo = useUndo(askAgain)
  useAskedAgain(state, live, askAgain)
  useFreshSlots(state, owner.org, store, onPin)
  useQuietNews(pinned, live, store, onPin)
  useNewsInView(state.step !== 'idle' && state.step !== 'sending', live.state)
  if (state.step === 'done') {
    const { conflict } = state.response
    return <ResultScreen detail={conflict} zone={pinned.time_zone} nextId={nextId} undo={undo} />
  }
  if (live.state !== 'open' && !inFlight) return <ClosedReview {...props} undo={undo} />
  return (
    <DraftContext value={store}>
      <ReviewPage {...props} flow={flow} inFlight={inFlight} undo={undo} />
    </DraftContext>
  )
}

interface ReviewPageProps extends OpenReviewProps {
  readonly flow: ReturnType<typeof useCommit>
  readonly inFlight: boolean
  readonly undo: ReturnType<typeof useUndo>
}

function ReviewPage({ flow, inFlight, undo, ...props }: ReviewPageProps) {
  const { owner, open, live, nextId, isLost } = props
  const { state, commit, dismiss, takeBack } = flow
  const [reviewing, setReviewing] = useState(false)
  const [explained, setExplained] = useState<string | null>(null)
  const moved = live.revision !== open.pinned.revision
  const mayDecide = live.permissions.resolve && !isLost
  const scope = useScope(open.pinned, state, mayDecide && !inFlight)
  // What has changed is shown before anything is sent; the dialog comes back by itself once the item is up to date.
  const dialog = reviewing && (state.step === 'sending' || (state.step === 'idle' && !moved && mayDecide))
  const review = (): void => {
    dismiss()
    setReviewing(true)
  }
  return (
    <ItemContext value={scope}>
      <ExplainContext value={setExplained}>
        <ReviewKeys scope={scope} store={open.store} enabled={!dialog} mayReview={!moved} onReview={review} />
        <div className={classes.page}>
          <div className={classes.content}>
            {undo.state.step === 'refused' ? (
              <UndoRefused problem={undo.state.problem} detail={live} zone={scope.zone} />
            ) : null}
            <ItemBanners {...props} state={state} onDismiss={dismiss} onTakeBack={() => void takeBack()} />
            <ItemHeader detail={scope.detail} zone={scope.zone} />
            {TELLS_SIDES.has(scope.detail.kind) ? null : (
              <SideCards detail={scope.detail} zone={scope.zone} />
            )}
            {props.decision(scope.detail)}
            <ItemFolds detail={scope.detail} zone={scope.zone} />
          </div>
          <DecisionBar
            busy={inFlight && state.step !== 'waiting'}
            stale={moved && !inFlight}
            onReview={review}
          />
        </div>
        <Explanation field={explained} onClose={() => setExplained(null)} />
      </ExplainContext>
      {dialog ? (
        <PreviewDialog
          org={owner.org}
          busy={state.step === 'sending'}
          hasNext={nextId !== null}
          onClose={() => setReviewing(false)}
          onCommit={(andNext) => void commit(andNext)}
        />
      ) : null}
    </ItemContext>
  )
}

function Explanation({ field, onClose }: { field: string | null; onClose: () => void }) {
  const { detail, zone } = useItem()
  const shown = detail.fields_view.find(({ name }) => name === field)
  if (shown === undefined) return null
  return (
    <Suspense>
      <WhyDrawer detail={detail} field={shown} zone={zone} onClose={onClose} />
    </Suspense>
  )
}

function useScope(detail: ConflictDetail, state: CommitState, mayDecide: boolean): ItemScope {
  return useMemo(() => {
    const problem = state.step === 'refused' ? state.problem : null
    return {
      detail,
      zone: detail.time_zone,
      problems: problem === null ? {} : fieldProblems(detail, problem),
      canDecide: detail.permissions.resolve && mayDecide,
    }
  }, [detail, state, mayDecide])
}

/** Decided here, and taken back by somebody since: the question is on the screen again. */
function useAskedAgain(
  state: CommitState,
  live: ConflictDetail,
  askAgain: (fresh: ConflictDetail) => void,
): void {
  const isAgain =
    state.step === 'done' && live.state === 'open' && live.revision > state.response.conflict.revision
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it happens
  useEffect(() => {
    if (isAgain) askAgain(live)
  }, [isAgain])
}

/** What has just happened is said at the top of the page: it must not happen out of sight. */
function useNewsInView(isNews: boolean, state: ConflictDetail['state']): void {
  useEffect(() => {
    if (isNews || state !== 'open') scrollItemToTop()
  }, [isNews, state])
}

/** A slot that was taken meanwhile is offered no more, and is nobody's answer any longer. */
function useFreshSlots(
  state: CommitState,
  org: string,
  store: DraftStore,
  onPin: (fresh: ConflictDetail) => void,
): void {
  const client = useQueryClient()
  const taken = state.step === 'refused' && state.screen === 'slot_taken'
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per refusal; the refetch came before it
  useEffect(() => {
    if (!taken) return
    // What has just been read may be on its way to this page still.
    const fresh = client.getQueryData(conflictOptions(org, store.get().conflict).queryKey)
    if (fresh !== undefined) onPin(fresh)
    const { picks, verdict } = store.get()
    for (const [unit, pick] of Object.entries(picks)) {
      if ('values' in pick && pick.from === 'slot') store.dispatch({ type: 'cleared', unit })
    }
    if (verdict?.action === 'move') store.dispatch({ type: 'judged', verdict: { ...verdict, values: null } })
  }, [taken])
}

interface ReviewKeysProps {
  readonly scope: ItemScope
  readonly store: DraftStore
  readonly enabled: boolean
  readonly mayReview: boolean
  readonly onReview: () => void
}

function ReviewKeys({ scope, store, enabled, mayReview, onReview }: ReviewKeysProps) {
  useReviewKeys({
    detail: scope.detail,
    store,
    enabled: enabled && scope.canDecide,
    onReview: () => {
      if (mayReview && answerOf(scope.detail, store.get()).obstacle === null) onReview()
    },
  })
  return null
}
