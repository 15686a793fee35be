import type { ConflictDetail } from '@dartwing/protocol'
import { IconCircleCheckFilled, IconHourglassEmpty } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { ButtonLink } from '../../../components/chrome/button-link.tsx'
import { formatInstant } from '../../../lib/time/format.ts'
import { Fold } from '../folds/fold.tsx'
import { ItemHistory } from '../folds/item-history.tsx'
import { SettledFields, UnchangedFields } from '../folds/settled-fields.tsx'
import { ItemHeader } from '../frame/item-header.tsx'
import { SideCards } from '../frame/side-cards.tsx'
import { ResultDecisions } from './result-decisions.tsx'
import classes from './result-screen.module.css'

interface ResultScreenProps {
  readonly detail: ConflictDetail
  readonly zone: string
  readonly nextId: string | null
  /** What belongs beside the result: a kept draft of someone who came second. */
  readonly aside?: ReactNode
}

/** A closed item: what was decided, by whom, and everything both sides had. */
export function ResultScreen({ detail, zone, nextId, aside }: ResultScreenProps) {
  const settled = detail.fields_view.filter((field) => field.disposition !== 'unchanged')
  const unchanged = detail.fields_view.filter((field) => field.disposition === 'unchanged')
  return (
    <div className={classes.page}>
      <ItemHeader detail={detail} zone={zone} />
      {aside}
      <ResultCard detail={detail} zone={zone} nextId={nextId} />
      <SideCards detail={detail} zone={zone} />
      {settled.length === 0 ? null : (
        <Fold title={`${settled.length} changed ${settled.length === 1 ? 'field' : 'fields'}`}>
          {() => <SettledFields fields={settled} zone={zone} />}
        </Fold>
      )}
      {unchanged.length === 0 ? null : (
        <Fold title={`${unchanged.length} unchanged`}>
          {() => <UnchangedFields fields={unchanged} zone={zone} />}
        </Fold>
      )}
      {detail.history.length === 0 ? null : (
        <Fold title="History">{() => <ItemHistory detail={detail} zone={zone} />}</Fold>
      )}
    </div>
  )
}

function ResultCard({ detail, zone, nextId }: ResultScreenProps) {
  const byRule = detail.state === 'auto_resolved'
  const Icon = byRule ? IconHourglassEmpty : IconCircleCheckFilled
  const { resolution } = detail
  return (
    <section className={classes.card} aria-labelledby="result">
      <div className={classes.head}>
        <Icon size={22} aria-hidden className={classes.icon} />
        <div>
          <h2 id="result" className={classes.title}>
            {titleOf(detail)}
          </h2>
          <p className={classes.meta}>
            {detail.resolved_at === null ? null : (
              <time dateTime={detail.resolved_at}>{formatInstant(detail.resolved_at, zone)}</time>
            )}
            {resolution?.version == null ? null : ` · stored as version ${resolution.version}`}
          </p>
        </div>
      </div>
      {resolution === null ? null : <ResultDecisions detail={detail} resolution={resolution} zone={zone} />}
      {resolution?.comment ? <blockquote className={classes.comment}>{resolution.comment}</blockquote> : null}
      <div className={classes.actions}>
        {nextId === null ? null : (
          <ButtonLink to="/c/$id" params={{ id: nextId }} search={(before) => before}>
            Next item
          </ButtonLink>
        )}
        <ButtonLink to="/inbox" variant="default" search={(before) => before}>
          Back to the queue
        </ButtonLink>
      </div>
    </section>
  )
}

function titleOf(detail: ConflictDetail): string {
  const who = detail.resolution?.by_name ?? detail.resolved_by
  switch (detail.state) {
    case 'auto_resolved':
      return detail.resolved_by === 'timer' ? 'The deadline decided' : 'Settled by a rule'
    case 'withdrawn':
      return 'Withdrawn: there is nothing left to decide'
    default:
      return who === null ? 'Resolved' : `Resolved by ${who}`
  }
}
