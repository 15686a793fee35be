import type { ConflictDetail } from '@dartwing/protocol'
import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconCircleCheckFilled, IconHourglassEmpty } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { ButtonLink } from '../../../components/chrome/button-link.tsx'
import { formatInstant } from '../../../lib/time/format.ts'
import { withoutChanged } from '../fields/changed-fields.ts'
import { Fold } from '../folds/fold.tsx'
import { ItemHistory } from '../folds/item-history.tsx'
import { SettledFields, UnchangedFields } from '../folds/settled-fields.tsx'
import { ItemHeader } from '../frame/item-header.tsx'
import { SideCards } from '../frame/side-cards.tsx'
import { UndoButton } from '../undo/undo-button.tsx'
import { UndoRefused } from '../undo/undo-refused.tsx'
import type { UndoState } from '../undo/use-undo.ts'
import { ResultDecisions } from './result-decisions.tsx'
import classes from './result-screen.module.css'

interface ResultScreenProps {
  readonly detail: ConflictDetail
  readonly zone: string
  readonly nextId: string | null
  /** What belongs beside the result: a kept draft of someone who came second. */
  readonly aside?: ReactNode
  readonly undo: { readonly state: UndoState; readonly undo: (item: ConflictDetail) => Promise<void> }
}

/** A closed item: what was decided, by whom, and everything both sides had. */
export function ResultScreen({ detail, zone, nextId, aside, undo }: ResultScreenProps) {
  const { t } = useLingui()
  const settled = detail.fields_view.filter((field) => field.disposition !== 'unchanged')
  const same = detail.fields_view.filter((field) => field.disposition === 'unchanged')
  const unchanged = withoutChanged(detail, same)
  return (
    <div className={classes.page}>
      <ItemHeader detail={detail} zone={zone} />
      {aside}
      {undo.state.step === 'refused' ? (
        <UndoRefused problem={undo.state.problem} detail={detail} zone={zone} />
      ) : null}
      <ResultCard detail={detail} zone={zone} nextId={nextId} undo={undo} />
      <SideCards detail={detail} zone={zone} />
      {settled.length === 0 ? null : (
        <Fold title={plural(settled.length, { one: '# changed field', other: '# changed fields' })}>
          {() => <SettledFields detail={detail} fields={settled} zone={zone} />}
        </Fold>
      )}
      {unchanged.length === 0 ? null : (
        <Fold title={t`${unchanged.length} unchanged`}>
          {() => <UnchangedFields fields={unchanged} zone={zone} />}
        </Fold>
      )}
      {detail.history.length === 0 ? null : (
        <Fold title={t`History`}>{() => <ItemHistory detail={detail} zone={zone} />}</Fold>
      )}
    </div>
  )
}

function ResultCard({ detail, zone, nextId, undo }: ResultScreenProps) {
  const byRule = detail.state === 'auto_resolved'
  const Icon = byRule ? IconHourglassEmpty : IconCircleCheckFilled
  const { resolution } = detail
  return (
    <section className={classes.card} aria-labelledby="result">
      <div className={classes.head}>
        <Icon size={22} aria-hidden className={classes.icon} />
        <div>
          <h2 id="result" className={classes.title}>
            <ResultTitle detail={detail} />
          </h2>
          <p className={classes.meta}>
            {detail.resolved_at === null ? null : (
              <time dateTime={detail.resolved_at}>{formatInstant(detail.resolved_at, zone)}</time>
            )}
            {resolution?.version == null ? null : (
              <>
                {' · '}
                <Trans>stored as version {resolution.version}</Trans>
              </>
            )}
          </p>
        </div>
      </div>
      {resolution === null ? null : <ResultDecisions detail={detail} resolution={resolution} zone={zone} />}
      {resolution?.comment ? <blockquote className={classes.comment}>{resolution.comment}</blockquote> : null}
      <div className={classes.actions}>
        {nextId === null ? null : (
          <ButtonLink to="/c/$id" params={{ id: nextId }} search={(before) => before}>
            <Trans>Next item</Trans>
          </ButtonLink>
        )}
        {detail.strategy === 'version_all' ? (
          <ButtonLink
            to="/branches/$doctype/$name"
            params={{ doctype: detail.doctype, name: detail.name }}
            variant="default"
          >
            <Trans>Compare the versions</Trans>
          </ButtonLink>
        ) : null}
        <ButtonLink to="/inbox" variant="default" search={(before) => before}>
          <Trans>Back to the queue</Trans>
        </ButtonLink>
        <UndoButton detail={detail} state={undo.state} onUndo={() => void undo.undo(detail)} />
      </div>
    </section>
  )
}

function ResultTitle({ detail }: { detail: ConflictDetail }) {
  const who = detail.resolution?.by_name ?? detail.resolved_by
  switch (detail.state) {
    case 'auto_resolved':
      return detail.resolved_by === 'timer' ? (
        <Trans>The deadline decided</Trans>
      ) : (
        <Trans>Settled by a rule</Trans>
      )
    case 'withdrawn':
      return <Trans>No longer in conflict: there is nothing left to decide</Trans>
    default:
      return who === null ? <Trans>Resolved</Trans> : <Trans>Resolved by {who}</Trans>
  }
}
