import type { ConflictDetail } from '@dartwing/protocol'
import { useEffect, useMemo, useState } from 'react'
import { answerOf } from '../../lib/draft/answer.ts'
import { DraftContext, type DraftStore, useDraft } from '../../lib/draft/draft-store.ts'
import { ItemContext, type ItemScope } from '../../lib/draft/item-context.ts'
import type { DraftOwner } from '../../lib/draft/kept-drafts.ts'
import { splitFields } from '../../lib/draft/units.ts'
import { scrollItemToTop } from '../../lib/item-pane.ts'
import { PreviewDialog } from './commit/preview-dialog.tsx'
import { type CommitState, useCommit } from './commit/use-commit.ts'
import { fieldProblems } from './field-problems.ts'
import { Fold } from './folds/fold.tsx'
import { ItemHistory } from './folds/item-history.tsx'
import { SettledFields, UnchangedFields } from './folds/settled-fields.tsx'
import { DecisionBar } from './frame/decision-bar.tsx'
import { ItemHeader } from './frame/item-header.tsx'
import { SideCards } from './frame/side-cards.tsx'
import { ItemBanners } from './item-banners.tsx'
import classes from './open-review.module.css'
import { KeptPicks } from './result/kept-picks.tsx'
import { ResultScreen } from './result/result-screen.tsx'
import type { ReviewProps } from './review-props.ts'
import type { OpenItem } from './use-open-item.ts'
import { useReviewKeys } from './use-review-keys.ts'

interface OpenReviewProps extends Pick<ReviewProps, 'nextId' | 'decision' | 'onResolved' | 'onWaiting'> {
  readonly owner: DraftOwner
  readonly open: OpenItem
  readonly live: ConflictDetail
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
  const { state, commit, dismiss, takeBack } = useCommit({
    owner,
    pinned,
    store,
    onDone: onResolved,
    onWaiting,
  })
  const [reviewing, setReviewing] = useState(false)
  const inFlight = IN_FLIGHT.has(state.step)
  const scope = useScope(pinned, state, inFlight)
  useFreshSlots(state, live, store, onPin)
  useNewsInView(state.step !== 'idle' && state.step !== 'sending', live.state)
  if (state.step === 'done') {
    return <ResultScreen detail={state.response.conflict} zone={pinned.time_zone} nextId={nextId} />
  }
  if (live.state !== 'open' && !inFlight) return <ClosedReview {...props} />
  const dialog = reviewing && (state.step === 'idle' || state.step === 'sending')
  return (
    <ItemContext value={scope}>
      <DraftContext value={store}>
        <ReviewKeys scope={scope} store={store} enabled={!dialog} onReview={() => setReviewing(true)} />
        <div className={classes.page}>
          <div className={classes.content}>
            <ItemBanners {...props} state={state} onDismiss={dismiss} onTakeBack={() => void takeBack()} />
            <ItemHeader detail={pinned} zone={scope.zone} />
            {TELLS_SIDES.has(pinned.kind) ? null : <SideCards detail={pinned} zone={scope.zone} />}
            {props.decision(pinned)}
            <Folds detail={pinned} zone={scope.zone} />
          </div>
          <DecisionBar
            busy={inFlight && state.step !== 'waiting'}
            onReview={() => {
              dismiss()
              setReviewing(true)
            }}
          />
        </div>
        {dialog ? (
          <PreviewDialog
            org={owner.org}
            busy={state.step === 'sending'}
            hasNext={nextId !== null}
            onClose={() => setReviewing(false)}
            onCommit={(andNext) => void commit(andNext)}
          />
        ) : null}
      </DraftContext>
    </ItemContext>
  )
}

function useScope(detail: ConflictDetail, state: CommitState, inFlight: boolean): ItemScope {
  return useMemo(() => {
    const problem = state.step === 'refused' ? state.problem : null
    return {
      detail,
      zone: detail.time_zone,
      problems: problem === null ? {} : fieldProblems(detail, problem),
      canDecide: detail.permissions.resolve && !inFlight,
    }
  }, [detail, state, inFlight])
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
  live: ConflictDetail,
  store: DraftStore,
  onPin: (fresh: ConflictDetail) => void,
): void {
  const taken = state.step === 'refused' && state.screen === 'slot_taken'
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per refusal; the refetch came before it
  useEffect(() => {
    if (!taken) return
    onPin(live)
    const { picks, verdict } = store.get()
    for (const [unit, pick] of Object.entries(picks)) {
      if ('values' in pick && pick.from === 'slot') store.dispatch({ type: 'cleared', unit })
    }
    if (verdict?.action === 'move') store.dispatch({ type: 'judged', verdict: { ...verdict, values: null } })
  }, [taken])
}

function ReviewKeys(props: { scope: ItemScope; store: DraftStore; enabled: boolean; onReview: () => void }) {
  const { scope, store, enabled, onReview } = props
  useReviewKeys({
    detail: scope.detail,
    store,
    enabled: enabled && scope.canDecide,
    onReview: () => {
      if (answerOf(scope.detail, store.get()).obstacle === null) onReview()
    },
  })
  return null
}

function ClosedReview({ owner, open, live, nextId, onStartAgain }: OpenReviewProps) {
  return (
    <DraftContext value={open.store}>
      <ResultScreen
        detail={live}
        zone={live.time_zone}
        nextId={nextId}
        aside={
          live.resolved_by === owner.email ? null : <MyPicks open={open} live={live} onDrop={onStartAgain} />
        }
      />
    </DraftContext>
  )
}

function MyPicks({ open, live, onDrop }: { open: OpenItem; live: ConflictDetail; onDrop: () => void }) {
  const draft = useDraft((whole) => whole)
  const worked = Object.keys(draft.picks).length > 0 || draft.verdict !== null || draft.comment !== ''
  // Opened when it was closed already, and nothing begun: there is nothing to explain.
  if (!worked && open.pinned.state !== 'open') return null
  return <KeptPicks pinned={open.pinned} now={live} draft={draft} zone={live.time_zone} onDrop={onDrop} />
}

function Folds({ detail, zone }: { detail: ConflictDetail; zone: string }) {
  const { settled, unchanged } = splitFields(detail)
  return (
    <div className={classes.folds}>
      {settled.length === 0 ? null : (
        <Fold
          title={`${settled.length} settled by rules`}
          hint={settled.map((field) => field.label).join(', ')}
        >
          {() => <SettledFields fields={settled} zone={zone} />}
        </Fold>
      )}
      {unchanged.length === 0 ? null : (
        <Fold title={`${unchanged.length} unchanged`} hint={unchanged.map((field) => field.label).join(', ')}>
          {() => <UnchangedFields fields={unchanged} zone={zone} />}
        </Fold>
      )}
      <Fold title="Why a person decides this" hint={`rule set ${detail.rule_set.slice(0, 8)}`}>
        {() => (
          <div className={classes.why}>
            <p>{detail.strategy_reason}</p>
            <p>
              Strategy <code>{detail.strategy}</code> · rule set <code>{detail.rule_set}</code>
            </p>
          </div>
        )}
      </Fold>
      {detail.history.length === 0 ? null : (
        <Fold
          title="History"
          hint={detail.history.length === 1 ? '1 entry' : `${detail.history.length} entries`}
        >
          {() => <ItemHistory detail={detail} zone={zone} />}
        </Fold>
      )}
    </div>
  )
}
